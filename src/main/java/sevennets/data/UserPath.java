package sevennets.data;

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

  /** The path that is meant. */
  public static Path of(String text) {
    String home = System.getProperty("user.home");
    if (text.equals("~")) {
      return Path.of(home);
    }
    return text.startsWith("~/") || text.startsWith("~\\")
        ? Path.of(home, text.substring(2))
        : Path.of(text);
  }
}
