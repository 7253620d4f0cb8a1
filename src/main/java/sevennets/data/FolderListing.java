package sevennets.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import sevennets.files.DataException;

/**
 * Which images a folder holds: one rule for all that reads folders.
 *
 * <p>A file with the suffix of an image is one, whatever it holds: if that can't be read, it is an
 * error to be told. A file with another suffix is one if its first bytes are. The rest is passed
 * over: hidden files, what archives of macOS carry along, notes.
 *
 * <pre>{@code
 * List<Path> classes = FolderListing.foldersIn(folder);
 * }</pre>
 */
public final class FolderListing {
  private static final String HIDDEN = "hidden";

  private final PassedOver passedOver;

  FolderListing(PassedOver passedOver) {
    this.passedOver = passedOver;
  }

  /**
   * The images in a folder and in the folders below it, links followed, in alphabetical order.
   *
   * @throws DataException if a folder cannot be listed
   */
  public static List<Path> imagesUnder(Path folder) {
    return new FolderListing(new PassedOver()).images(folder);
  }

  /**
   * The folders in a folder that may be classes, in alphabetical order.
   *
   * @throws DataException if it is no folder, or cannot be listed
   */
  public static List<Path> foldersIn(Path folder) {
    return new FolderListing(new PassedOver()).folders(folder);
  }

  List<Path> folders(Path folder) {
    List<Path> folders = new ArrayList<>();
    for (Path entry : entries(folder)) {
      if (!Files.isDirectory(entry)) {
        continue;
      }
      if (isHidden(entry)) {
        passedOver.add(entry, HIDDEN);
      } else {
        folders.add(entry);
      }
    }
    return folders;
  }

  List<Path> images(Path folder) {
    List<Path> images = new ArrayList<>();
    collect(folder, images, new HashSet<>());
    images.sort(null);
    return images;
  }

  /** Whether an image lies in the folder itself. */
  boolean holdsImages(Path folder) {
    return entries(folder).stream()
        .anyMatch(entry -> !isHidden(entry) && !Files.isDirectory(entry) && isImage(entry, false));
  }

  private void collect(Path folder, List<Path> images, Set<Path> above) {
    Path real = real(folder);
    if (!above.add(real)) {
      passedOver.add(folder, "a link to a folder above it");
      return;
    }
    for (Path entry : entries(folder)) {
      if (isHidden(entry)) {
        passedOver.add(entry, HIDDEN);
      } else if (Files.isDirectory(entry)) {
        collect(entry, images, above);
      } else if (isImage(entry, true)) {
        images.add(entry);
      }
    }
    above.remove(real);
  }

  private boolean isImage(Path file, boolean remark) {
    if (ImageFormat.namesOne(file)) {
      return true;
    }
    String reason = "no image";
    try {
      if (Files.isRegularFile(file)) {
        var format = ImageFile.format(file);
        if (format.filter(ImageFormat::isRead).isPresent()) {
          return true;
        }
        reason = format.map(known -> known + ", which is not read").orElse(reason);
      }
    } catch (IOException e) {
      reason = "no file that can be opened";
    }
    if (remark) {
      passedOver.add(file, reason);
    }
    return false;
  }

  private static boolean isHidden(Path path) {
    String name = path.getFileName().toString();
    return name.startsWith(".") || name.equals("__MACOSX");
  }

  private static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException("%s is not a folder".formatted(folder));
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new DataException("cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      return folder.toAbsolutePath().normalize();
    }
  }
}
