package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.data.ImageFile;
import sevennets.weights.Classifier;

/** {@code ./lab predict}: what a trained net sees in photographs. */
@Command(
    name = "predict",
    description = "Print the five most probable ImageNet classes of photographs.",
    mixinStandardHelpOptions = true)
public final class Predict implements Callable<Integer> {
  @Mixin
  private ImageNetCheckpoint checkpoint;

  @Parameters(
      arity = "1..*",
      paramLabel = "IMAGE",
      description = "Photographs: JPEG, PNG, GIF, BMP or TIFF.")
  private List<Path> images;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Classifier classifier = checkpoint.classifier();
    for (Path image : images) {
      float[] probabilities = classifier.probabilities(List.of(ImageFile.read(image)))[0];
      out.println(image);
      for (Classifier.Answer answer : Classifier.top(probabilities, 5)) {
        out.printf(
            "  %5.1f %%  %s%n", 100 * answer.probability(), answer.label().name());
      }
      out.flush();
    }
    return 0;
  }
}
