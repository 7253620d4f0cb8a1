package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import sevennets.data.Filter;
import sevennets.data.FolderOptions;
import sevennets.data.Image;
import sevennets.data.ImageFile;
import sevennets.data.Normalisation;
import sevennets.files.DataException;
import sevennets.models.Models;
import sevennets.train.Scorer;
import sevennets.transfer.TrainedRun;
import sevennets.weights.CheckpointFile;
import sevennets.weights.Classifier;
import sevennets.weights.Expectation;
import sevennets.weights.Preprocessing;

/** The options that say which net answers: a run of one's own, or one with ImageNet's weights. */
final class Answering {
  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "A run of './lab train': it knows its net, classes, size and normalisation.")
  private Path run;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description =
          "A net for ImageNet's classes, such as resnet50 (default: efficientnet_lite0, whose weights pip brings).")
  private String arch;

  @Option(
      names = "--weights",
      paramLabel = "FILE|NAME",
      description =
          "Its checkpoint: safetensors, .pth, an index of several files, or a folder that holds one; or a name of './lab weights list' (default: the first of the net).")
  private String weights;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description =
          "Who trained it, which decides the preprocessing: torchvision, torchvision_v2, timm, lite, or a name of './lab weights list'. Default: what the file's name, its folder and its tensors say.")
  private String source;

  @Option(
      names = "--test-size",
      description = "Look at photographs in the size that timm reports its accuracy at.")
  private boolean testSize;

  @Option(names = "--resize", paramLabel = "N", description = "Pixels of the scaled shorter side.")
  private Integer resize;

  @Option(names = "--crop", paramLabel = "N", description = "Pixels of the square that is cut.")
  private Integer crop;

  @Option(
      names = "--interpolation",
      paramLabel = "FILTER",
      description = "Of the scaling: ${COMPLETION-CANDIDATES}.")
  private Filter interpolation;

  @Option(
      names = "--mean",
      split = ",",
      paramLabel = "M",
      description = "Of red, green and blue, for pixels in [0, 1]: 0.485,0.456,0.406.")
  private float[] mean;

  @Option(
      names = "--std",
      split = ",",
      paramLabel = "S",
      description = "Of red, green and blue: 0.229,0.224,0.225.")
  private float[] std;

  @Option(
      names = "--upright",
      description =
          "Turn photographs as their orientation tags say; PyTorch's loaders leave them as they are stored. A run that was trained so does it by itself.")
  private boolean upright;

  /**
   * The net, built and filled, on a card where one was asked for; {@code err} is told of what was
   * taken for granted, and fetched.
   */
  Classifier classifier(PrintWriter err) throws IOException {
    Classifier classifier = onTheProcessor(err);
    return Scorer.onCard(classifier.net())
        .map(card -> classifier.answeredBy(card::probabilities))
        .orElse(classifier);
  }

  private Classifier onTheProcessor(PrintWriter err) throws IOException {
    if (run != null) {
      requireRunAlone();
      TrainedRun opened = TrainedRun.open(run, message -> err.println("warning: " + message));
      upright |= FolderOptions.of(opened.facts()).upright();
      return opened.classifier();
    }
    NamedWeights named = NamedWeights.of(arch, weights, source, err);
    try (CheckpointFile checkpoint = CheckpointFile.open(named.file())) {
      Expectation expected =
          Expectation.of(named.arch(), named.file(), checkpoint.names(), named.source(), testSize);
      if (!expected.note().isEmpty() && !overrides()) err.println("note: " + expected.note());
      Preprocessing preprocessing = overridden(expected.preprocessing());
      return Classifier.ofImageNet(
          Models.get(expected.arch())
              .withInput(3, preprocessing.crop(), preprocessing.crop())
              .graph(),
          checkpoint,
          preprocessing);
    }
  }

  /**
   * Refuses, beside a run, the options that say what it knows.
   *
   * @throws IllegalArgumentException if one of them was given
   */
  void requireRunAlone() {
    if (arch != null || weights != null || source != null || testSize || overrides())
      throw new IllegalArgumentException(
          "a run knows its net, its weights and its preprocessing: give --run alone, or --arch and --weights");
  }

  private boolean overrides() {
    return resize != null || crop != null || interpolation != null || mean != null || std != null;
  }

  private Preprocessing overridden(Preprocessing known) {
    int cut = crop != null ? crop : known.crop();
    int scaled = resize != null ? resize : Math.max(cut, known.resize());
    return new Preprocessing(
        scaled,
        cut,
        interpolation != null ? interpolation : known.filter(),
        new Normalisation(
            of3("--mean", mean, known.normalisation().mean()),
            of3("--std", std, known.normalisation().std())));
  }

  private static float[] of3(String option, float[] given, float[] known) {
    if (given != null && given.length != 3)
      throw new IllegalArgumentException(
          "%s needs three numbers with commas between them, received %d"
              .formatted(option, given.length));
    return given != null ? given : known;
  }

  /**
   * Reads a photograph as the net is to see it; {@link #classifier} comes first.
   *
   * @throws DataException if it can't be read
   */
  Image photograph(Path file) {
    return upright ? ImageFile.readUpright(file) : ImageFile.read(file);
  }

  /** Whether photographs are turned as their tags say. */
  boolean upright() {
    return upright;
  }

  /** The run that answers, or null where ImageNet's weights do. */
  Path run() {
    return run;
  }
}
