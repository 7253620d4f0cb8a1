package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sevennets.data.Image;
import sevennets.data.ImageFile;
import sevennets.weights.Classifier;
import sevennets.weights.ImageNet;

/** {@code ./lab evaluate}: a trained net's accuracy on a folder of photographs. */
@Command(
    name = "evaluate",
    description = {
      "Measure top-1 and top-5 accuracy on a folder of ImageNet photographs.",
      "The folder holds one folder a class, named by WordNet id (n02123045) or by class name (tabby)."
    },
    mixinStandardHelpOptions = true)
public final class Evaluate implements Callable<Integer> {
  @Mixin
  private ImageNetCheckpoint checkpoint;

  @Option(names = "--images", required = true, paramLabel = "DIR", description = "The folder.")
  private Path folder;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "16",
      description = "Photographs at once (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Spec
  private CommandSpec spec;

  private record Photograph(Path file, int label) {}

  /**
   * How many photographs were seen, and for how many the right class was the first, or among the
   * first five.
   */
  private record Score(int seen, int top1, int top5) {
    Score plus(float[] probabilities, int label) {
      int rank = 0;
      for (float other : probabilities) if (other > probabilities[label]) rank++;
      return new Score(seen + 1, top1 + (rank < 1 ? 1 : 0), top5 + (rank < 5 ? 1 : 0));
    }

    @Override
    public String toString() {
      return "top-1 %.2f %%  top-5 %.2f %%".formatted(100.0 * top1 / seen, 100.0 * top5 / seen);
    }
  }

  @Override
  public Integer call() throws IOException {
    if (batch < 1)
      throw new IllegalArgumentException("--batch must be at least 1, received " + batch);
    List<Photograph> photographs = photographs();
    Classifier classifier = checkpoint.classifier();
    Score score = new Score(0, 0, 0);
    long start = System.nanoTime();
    for (int from = 0; from < photographs.size(); from += batch) {
      List<Photograph> next = photographs.subList(from, Math.min(from + batch, photographs.size()));
      float[][] probabilities = classifier.probabilities(read(next));
      for (int i = 0; i < next.size(); i++) score = score.plus(probabilities[i], next.get(i).label);
      progress(score, photographs.size(), (System.nanoTime() - start) / 1e9);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%d photographs  %s%n", score.seen, score);
    out.flush();
    return 0;
  }

  private static List<Image> read(List<Photograph> photographs) throws IOException {
    List<Image> images = new ArrayList<>();
    for (Photograph photograph : photographs) images.add(ImageFile.read(photograph.file));
    return images;
  }

  private void progress(Score score, int all, double seconds) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        "\r%d/%d  %s  %.1f images/s%s",
        score.seen, all, score, score.seen / seconds, score.seen == all ? "\n" : "");
    err.flush();
  }

  private List<Photograph> photographs() throws IOException {
    if (!Files.isDirectory(folder))
      throw new IllegalArgumentException("there is no folder " + folder);
    List<Photograph> photographs = new ArrayList<>();
    for (Path each : sorted(folder)) {
      if (!Files.isDirectory(each)) continue;
      String name = each.getFileName().toString();
      int label = ImageNet.indexOf(name)
          .orElseThrow(
              () -> new IllegalArgumentException(
                  "folder " + each
                      + " is named after no ImageNet class; a WordNet id such as n02123045 or a name such as tabby is required"));
      for (Path file : sorted(each)) photographs.add(new Photograph(file, label));
    }
    if (photographs.isEmpty())
      throw new IllegalArgumentException(
          folder + " holds no photographs; one folder a class is required");
    return photographs;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }
}
