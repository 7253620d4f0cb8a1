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
    return of(text, home(System.getenv("HOME")));
  }

  static Path of(String text, String home) {
    if (text.equals("~")) {
      return Path.of(home);
    }
    return text.startsWith("~/") || text.startsWith("~\\")
        ? Path.of(home, text.substring(2))
        : Path.of(text);
  }

  /** As a shell does: what the environment says counts before the system's list of users. */
  static String home(String told) {
    return told == null || told.isBlank() ? System.getProperty("user.home") : told;
  }
}
