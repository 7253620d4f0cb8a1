package sevennets.cli;

import picocli.CommandLine.Option;
import sevennets.data.FolderOptions;

/** The options that say what may be wrong with a folder of images. */
final class FolderFlags {
  @Option(
      names = "--skip-bad",
      description = "Leave out images of a folder that can't be read; all are decoded once before.")
  private boolean skipBad;

  @Option(
      names = "--empty-classes",
      description = "Allow class folders without images, and classes without validation or test.")
  private boolean emptyClasses;

  FolderOptions options() {
    return new FolderOptions(emptyClasses, skipBad);
  }
}
