package sevennets.reporting;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The clone that this code runs in: property {@code sevennets.home}, or from the working directory
 * upward, as notebooks need it.
 *
 * <pre>{@code
 * Path stored = Project.folder().resolve("notebooks");
 * }</pre>
 */
public final class Project {
  private static final String HOME = "sevennets.home";

  private Project() {}

  /** The top folder; the working directory outside a clone. */
  public static Path folder() {
    String named = System.getProperty(HOME);
    if (named != null) return Path.of(named).toAbsolutePath();
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent())
      if (Files.isDirectory(folder.resolve("notebooks")) && Files.exists(folder.resolve("pom.xml")))
        return folder;
    return here;
  }
}
