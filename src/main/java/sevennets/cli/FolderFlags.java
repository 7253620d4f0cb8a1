package sevennets.cli;

import picocli.CommandLine.Option;
import sevennets.data.FolderOptions;

/** The options that say how a folder of images is read, and what may be wrong with it. */
final class FolderFlags {
  @Option(
      names = "--skip-bad",
      description = "Leave out images of a folder that can't be read; all are decoded once before.")
  private boolean skipBad;

  @Option(
      names = "--empty-classes",
      description = "Allow class folders without images, and classes without validation or test.")
  private boolean emptyClasses;

  @Option(
      names = "--upright",
      description =
          "Turn photographs as their orientation tags say; PyTorch's loaders leave them as they are stored.")
  private boolean upright;

  FolderOptions options() {
    return new FolderOptions(emptyClasses, skipBad, upright);
  }
}
