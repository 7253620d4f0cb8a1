package sevennets.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths as people write them: {@code ~} is the home folder also where no shell has put it in, as in
 * {@code --data folder:~/photos}.
 *
 * <pre>{@code
 * Path photos = UserPath.of("~/photos");  // as a shell understands it
 * }</pre>
 */
public final class UserPath {
  private UserPath() {}

  /**
   * The path that is meant.
   *
   * @throws DataException if this system has no such paths
   */
  public static Path of(String text) {
    String home = System.getProperty("user.home");
    if (text.equals("~")) {
      return Path.of(home);
    }
    try {
      return text.startsWith("~/") || text.startsWith("~\\")
          ? Path.of(home, text.substring(2))
          : Path.of(text);
    } catch (InvalidPathException e) {
      throw new DataException("'%s' can't be a path here: %s".formatted(text, e.getReason()), e);
    }
  }

  /** Whether a text that a file holds can be a path on this system: on none is NUL in a name. */
  public static boolean isOne(String text) {
    try {
      Path.of(text);
      return true;
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
