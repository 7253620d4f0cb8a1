package sevennets.data;

import java.nio.file.Path;
import java.util.List;
import sevennets.files.DataException;

/**
 * Whether the images in a folder can be read.
 *
 * <pre>{@code
 * FolderCheck check = FolderCheck.of(folder);
 * check.faults().forEach(System.out::println);
 * }</pre>
 *
 * @param images how many there are, in the folder and below it
 * @param faults a sentence for each that can't be read
 * @param turned how many have a tag that says they are to be turned, or mirrored
 */
public record FolderCheck(int images, List<String> faults, long turned) {

  /** Decodes every image. */
  public static FolderCheck of(Path folder) {
    List<Path> images = FolderListing.imagesUnder(folder);
    return new FolderCheck(
        images.size(),
        faults(images).stream().filter(fault -> !fault.isEmpty()).toList(),
        images.stream()
            .filter(file -> Orientation.of(file) != Orientation.UPRIGHT)
            .count());
  }

  /** Of each file in turn what is wrong with it, in a sentence; empty if nothing is. */
  static List<String> faults(List<Path> files) {
    return files.parallelStream().map(FolderCheck::fault).toList();
  }

  private static String fault(Path file) {
    try {
      ImageFile.read(file);
      return "";
    } catch (DataException bad) {
      return bad.getMessage();
    }
  }
}
