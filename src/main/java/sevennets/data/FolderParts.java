package sevennets.data;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevennets.files.DataException;

/**
 * How a folder of images is divided: into folders for training, validation and test, whatever they
 * are called, or not at all.
 *
 * @param root the folder that holds the parts or the classes: the one named, or one in it
 * @param folders where the parts lie; empty if the classes lie in the root
 */
record FolderParts(Path root, Map<Part, Path> folders) {
  /** A part, and the names that it goes by, alone or with "set", "data" or "images". */
  enum Part {
    TRAIN("train(?:ing)?"),
    VALIDATION("val(?:id(?:ation)?)?|dev(?:elopment)?"),
    TEST("test(?:ing)?");

    private final Pattern names;

    Part(String names) {
      this.names = Pattern.compile("(?:" + names + ")(?:sets?|data|images?)?");
    }

    static Optional<Part> called(Path folder) {
      String name =
          folder.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
      for (Part part : values()) {
        Matcher matcher = part.names.matcher(name);
        if (matcher.matches()) {
          return Optional.of(part);
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Finds the parts.
   *
   * @throws DataException if there are two of a kind, or none to train from
   */
  static FolderParts of(Path folder, PassedOver passedOver) {
    FolderListing listing = new FolderListing(passedOver);
    List<Path> inside = listing.folders(folder);
    FolderParts parts = parts(folder, inside, passedOver);
    if (parts.folders.isEmpty() && inside.size() == 1 && isOnlyWrapping(folder, inside.get(0))) {
      return of(inside.get(0), passedOver);
    }
    return parts;
  }

  private static FolderParts parts(Path folder, List<Path> inside, PassedOver passedOver) {
    Map<Part, Path> found = new EnumMap<>(Part.class);
    for (Path each : inside) {
      Optional<Part> part =
          Part.called(each).filter(p -> !FolderListing.foldersIn(each).isEmpty());
      if (part.isPresent()) {
        Path other = found.putIfAbsent(part.get(), each);
        if (other != null) {
          throw new DataException("%s holds both %s and %s; leave one of them"
              .formatted(folder, other.getFileName(), each.getFileName()));
        }
      }
    }
    if (!found.isEmpty() && !found.containsKey(Part.TRAIN)) {
      throw new DataException(
          "%s holds %s, but no folder train with one folder a class to learn from"
              .formatted(folder, found.values().iterator().next().getFileName()));
    }
    if (!found.isEmpty()) {
      for (Path each : inside) {
        if (!found.containsValue(each)) {
          passedOver.add(
              each, Part.called(each).isPresent() ? "without class folders" : "beside the parts");
        }
      }
    }
    return new FolderParts(folder, found);
  }

  /** A folder that an archive was unpacked into: it holds one folder, and that the classes. */
  private static boolean isOnlyWrapping(Path folder, Path only) {
    FolderListing listing = new FolderListing(new PassedOver());
    return !listing.holdsImages(folder)
        && !listing.holdsImages(only)
        && listing.folders(only).size() > 1;
  }

  Optional<Path> folder(Part part) {
    return Optional.ofNullable(folders.get(part));
  }
}
