package sevennets.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import sevennets.models.Models;
import sevennets.transfer.TrainedRun;
import sevennets.weights.CheckpointFile;
import sevennets.weights.Classifier;
import sevennets.weights.Preprocessing;
import sevennets.weights.Preprocessing.Source;

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
      description = "A net for ImageNet's classes, such as resnet50.")
  private String arch;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description =
          "Its checkpoint: safetensors, .pth, an index of several files, or a folder that holds one.")
  private Path weights;

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description =
          "Who trained it, which decides the preprocessing: ${COMPLETION-CANDIDATES}. Default: the best known for the net.")
  private Source source;

  /** The net, built and filled. */
  Classifier classifier(Consumer<String> warn) throws IOException {
    if (run != null) {
      if (arch != null || weights != null || source != null)
        throw new IllegalArgumentException(
            "a run knows its net and its weights: give --run alone, or --arch and --weights");
      return TrainedRun.open(run, warn).classifier();
    }
    if (arch == null || weights == null)
      throw new IllegalArgumentException(
          "which net is to answer? Give --run DIR, or --arch NAME and --weights FILE");
    Preprocessing preprocessing = Preprocessing.of(source == null ? Source.of(arch) : source, arch);
    try (CheckpointFile checkpoint = CheckpointFile.open(weights)) {
      return Classifier.ofImageNet(
          Models.get(arch)
              .withInput(3, preprocessing.crop(), preprocessing.crop())
              .graph(),
          checkpoint,
          preprocessing);
    }
  }

  /** The run that answers, or null where ImageNet's weights do. */
  Path run() {
    return run;
  }
}
