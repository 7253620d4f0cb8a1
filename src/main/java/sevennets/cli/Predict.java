package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.data.Image;
import sevennets.data.Orientation;
import sevennets.files.DataException;
import sevennets.files.Escape;
import sevennets.weights.Classifier;

/** {@code ./lab predict}: what a trained net sees in photographs. */
@Command(
    name = "predict",
    description = {
      "Print the most probable classes of photographs.",
      "A photograph that cannot be read is told of, and the others are looked at all the same; the exit code is then 1."
    },
    mixinStandardHelpOptions = true)
final class Predict implements Callable<Integer> {
  @Mixin
  private Answering answering;

  @Option(
      names = "--top",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many classes are printed (default: ${DEFAULT-VALUE}).")
  private int top;

  @Option(names = "--json", description = "Print JSON, and nothing else.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV, and nothing else.")
  private boolean csv;

  @Option(
      names = "--explain",
      paramLabel = "DIR",
      description = "Draw beside each answer where the net sees it (Grad-CAM), into this folder.")
  private Path explain;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Photographs.")
  private List<Path> images;

  @Spec
  private CommandSpec spec;

  /** @return 0 when every photograph was looked at, else 1 */
  @Override
  public Integer call() throws IOException {
    if (json && csv) throw new IllegalArgumentException("give --json or --csv, not both");
    if (top < 1) throw new IllegalArgumentException("--top must be at least 1, received " + top);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Classifier classifier = answering.classifier(err);
    Explanations explanations =
        explain == null ? null : new Explanations(classifier, Files.createDirectories(explain));
    int failures = 0;
    try (Answers answers =
        json ? Answers.json(out) : csv ? Answers.csv(out) : Answers.text(out, err)) {
      for (Path image : images) {
        try {
          Image photograph = answering.photograph(image);
          float[] probabilities = classifier.probabilities(List.of(new Image().set(photograph)))[0];
          answers.seen(image.toString(), classifier.top(probabilities, top));
          if (explanations != null) explanations.draw(image, photograph, probabilities);
          if (!answering.upright() && Orientation.of(image) != Orientation.UPRIGHT)
            err.printf(
                "note: %s was looked at as it is stored, as PyTorch does; its orientation tag asks for it to be %s: --upright does so%n",
                Escape.terminal(image.toString()), Orientation.of(image));
        } catch (DataException unreadable) {
          answers.failed(image.toString(), unreadable.getMessage());
          failures++;
        }
      }
    }
    return failures == 0 ? 0 : 1;
  }
}
