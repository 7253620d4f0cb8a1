package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.ndarray.INDArray;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevennets.data.Contents;
import sevennets.data.Datasets;
import sevennets.data.FolderListing;
import sevennets.data.FolderOptions;
import sevennets.data.Splits;
import sevennets.files.DataException;
import sevennets.files.Escape;
import sevennets.train.Evaluation;
import sevennets.transfer.TrainedRun;
import sevennets.weights.Classifier;
import sevennets.weights.ImageNet;

/** {@code ./lab evaluate}: a trained net's accuracy on a folder of photographs. */
@Command(
    name = "evaluate",
    description = {
      "Measure top-1 and top-5 accuracy on a folder of photographs.",
      "The folder holds one folder a class, named by class name (tabby) or, for ImageNet, by WordNet id (n02123045).",
      "A photograph that cannot be read is told of and not counted; the exit code is then 1."
    },
    mixinStandardHelpOptions = true)
final class Evaluate implements Callable<Integer> {
  @Mixin
  private Answering answering;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "The folder (default for a run: the test images of its own data).")
  private Path folder;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Photographs at once (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Spec
  private CommandSpec spec;

  private record Photograph(Path file, int label) {}

  /**
   * How many photographs were seen, and for how many the right class was the first, or among the
   * first five.
   */
  private record Score(int seen, int top1, int top5) {
    Score plus(float[] probabilities, int label) {
      int rank = Evaluation.rank(probabilities, label);
      return new Score(seen + 1, top1 + (rank < 1 ? 1 : 0), top5 + (rank < 5 ? 1 : 0));
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "top-1 %.2f %%  top-5 %.2f %%", 100.0 * top1 / seen, 100.0 * top5 / seen);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (batch < 1)
      throw new IllegalArgumentException("--batch must be at least 1, received " + batch);
    if (folder == null) return ownTestImages();
    Classifier classifier = answering.classifier(spec.commandLine().getErr());
    List<Photograph> photographs = photographs(classifier.classes());
    Score score = new Score(0, 0, 0);
    int unreadable = 0;
    long start = System.nanoTime();
    for (int from = 0; from < photographs.size(); from += batch) {
      List<Photograph> next = photographs.subList(from, Math.min(from + batch, photographs.size()));
      List<INDArray> images = new ArrayList<>();
      List<Photograph> read = new ArrayList<>();
      for (Photograph photograph : next) {
        try {
          images.add(classifier.prepared(answering.photograph(photograph.file)));
          read.add(photograph);
        } catch (DataException bad) {
          spec.commandLine().getErr().println(Escape.terminal(named(bad, photograph.file)));
          unreadable++;
        }
      }
      if (images.isEmpty()) continue;
      float[][] probabilities = classifier.probabilitiesOf(images);
      for (int i = 0; i < images.size(); i++) {
        requireFinite(probabilities[i], read.get(i));
        score = score.plus(probabilities[i], read.get(i).label);
      }
      progress(score, photographs.size() - unreadable, (System.nanoTime() - start) / 1e9);
    }
    if (score.seen == 0)
      throw new DataException(
          "none of the %d files in %s can be read".formatted(unreadable, folder));
    report(score, unreadable);
    return unreadable == 0 ? 0 : 1;
  }

  /** What is wrong with a photograph, with its file: where it is prepared nothing knows that. */
  private static String named(DataException bad, Path file) {
    String message = bad.getMessage();
    return message.contains(file.toString()) ? message : file + ": " + message;
  }

  /** Of such outputs no class is the highest, and whatever they were counted as would be false. */
  private static void requireFinite(float[] probabilities, Photograph of) {
    for (float probability : probabilities)
      if (!Float.isFinite(probability))
        throw new DataException(
            "a finite probability of every class is required, and the net's output for %s holds %s: its weights are damaged or of a training that diverged; give others by --weights or --run"
                .formatted(of.file, probability));
  }

  private void report(Score score, int unreadable) {
    PrintWriter out = spec.commandLine().getOut();
    if (json)
      out.printf(
          Locale.ROOT,
          "{\"photographs\": %d, \"unreadable\": %d, \"top1\": %.6f, \"top5\": %.6f}%n",
          score.seen,
          unreadable,
          (double) score.top1 / score.seen,
          (double) score.top5 / score.seen);
    else
      out.printf(
          "%d photographs  %s%s%n",
          score.seen, score, unreadable == 0 ? "" : ", %d could not be read".formatted(unreadable));
    out.flush();
  }

  /** A run's data have a part that was set aside for this. */
  private int ownTestImages() {
    if (answering.run() == null)
      throw new IllegalArgumentException(
          "--images is missing: which photographs is the net to be judged by?");
    answering.requireRunAlone();
    TrainedRun run = TrainedRun.open(answering.run(), this::warn);
    if (answering.upright() && !FolderOptions.of(run.facts()).upright())
      throw new IllegalArgumentException(
          "--upright is for --images; the run's own test images are looked at as in its training, not turned: give --images DIR, or leave --upright out");
    Splits splits = Datasets.load(run.facts().get("data"), FolderOptions.of(run.facts()));
    if (!splits.test().classes().equals(run.classes()))
      throw new IllegalArgumentException(
          "the run's classes are %s, those of %s now are %s: judge it by --images DIR"
              .formatted(run.classes(), run.facts().get("data"), splits.test().classes()));
    Contents.of(splits)
        .requireAsBegun(
            run.classes(), run.facts(), answering.run(), "judge the run by --images DIR");
    Evaluation test =
        Evaluation.of(run.classifier().net(), splits.test(), run.normalisation(), batch);
    PrintWriter out = spec.commandLine().getOut();
    if (json)
      out.printf(
          Locale.ROOT,
          "{\"photographs\": %d, \"unreadable\": 0, \"top1\": %.6f, \"top5\": %.6f}%n",
          test.images(),
          test.acc1(),
          test.acc5());
    else out.printf("test: %s%n", test);
    out.flush();
    return 0;
  }

  private void warn(String message) {
    spec.commandLine().getErr().println("warning: " + Escape.terminal(message));
  }

  private void progress(Score score, int all, double seconds) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "\r%d/%d  %s  %.1f images/s%s",
        score.seen, all, score, score.seen / seconds, score.seen == all ? "\n" : "");
    err.flush();
  }

  private List<Photograph> photographs(List<String> classes) {
    List<Photograph> photographs = new ArrayList<>();
    for (Path each : FolderListing.foldersIn(folder)) {
      List<Path> images = FolderListing.imagesUnder(each);
      if (!images.isEmpty()) {
        int label = label(each, classes);
        images.forEach(file -> photographs.add(new Photograph(file, label)));
      }
    }
    if (photographs.isEmpty())
      throw new IllegalArgumentException(
          folder + " holds no photographs; one folder a class is required");
    return photographs;
  }

  private int label(Path each, List<String> classes) {
    String name = each.getFileName().toString();
    int label =
        answering.run() != null ? classes.indexOf(name) : ImageNet.indexOf(name).orElse(-1);
    if (label < 0)
      throw new IllegalArgumentException(
          answering.run() != null
              ? "folder %s is named after no class of the run; its classes are %s"
                  .formatted(each, String.join(", ", classes))
              : "folder " + each
                  + " is named after no ImageNet class; a WordNet id such as n02123045 or a name such as tabby is required");
    return label;
  }
}
