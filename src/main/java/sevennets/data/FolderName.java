package sevennets.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevennets.files.DataException;
import sevennets.files.UserPath;

/**
 * A folder as a person names it: {@code photos}, {@code ~/photos}, {@code photos@64} for images of
 * 64 pixels. A folder of which the whole is the name, as {@code photos@2024}, is that folder.
 *
 * @param path of the folder
 * @param size in pixels, or 0 if none is named
 */
record FolderName(Path path, int size) {
  private static final String PREFIX = "folder:";
  private static final Pattern WITH_SIZE = Pattern.compile("(.+)@(\\d{1,5})");

  static FolderName of(String name) {
    if (name.isBlank())
      throw new DataException("'folder:' is followed by no path; for example: folder:photos");
    Path whole = UserPath.of(name);
    Matcher withSize = WITH_SIZE.matcher(name);
    if (Files.isDirectory(whole) || !withSize.matches()) {
      return new FolderName(whole, 0);
    }
    return new FolderName(UserPath.of(withSize.group(1)), Integer.parseInt(withSize.group(2)));
  }

  boolean isThere() {
    return Files.isDirectory(path);
  }

  int size(int otherwise) {
    return size > 0 ? size : otherwise;
  }

  String absolute() {
    return PREFIX + path.toAbsolutePath().normalize() + (size > 0 ? "@" + size : "");
  }
}
