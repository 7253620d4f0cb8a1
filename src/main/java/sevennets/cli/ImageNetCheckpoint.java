package sevennets.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import sevennets.models.Models;
import sevennets.weights.CheckpointFile;
import sevennets.weights.Classifier;
import sevennets.weights.Preprocessing;
import sevennets.weights.Preprocessing.Source;

/** The options that name an ImageNet checkpoint. */
final class ImageNetCheckpoint {
  @Option(
      names = "--arch",
      required = true,
      paramLabel = "NAME",
      description = "The net, such as resnet50.")
  private String arch;

  @Option(
      names = "--weights",
      required = true,
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
  Classifier classifier() throws IOException {
    Preprocessing preprocessing = Preprocessing.of(source == null ? Source.of(arch) : source, arch);
    try (CheckpointFile checkpoint = CheckpointFile.open(weights)) {
      return new Classifier(
          Models.get(arch)
              .withInput(3, preprocessing.crop(), preprocessing.crop())
              .graph(),
          checkpoint,
          preprocessing);
    }
  }
}
