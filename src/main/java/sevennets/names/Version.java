package sevennets.names;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The version of Seven Nets, which pom.xml names.
 *
 * <pre>{@code
 * String version = Version.here();  // as in a result's store
 * }</pre>
 */
public final class Version {
  private static final String FILE = "/sevennets/version";

  private Version() {}

  /** As in {@code 0.2.0}; every run that is kept says which version made it. */
  public static String here() {
    try (InputStream in = Version.class.getResourceAsStream(FILE)) {
      if (in == null) throw new IllegalStateException("this build has no " + FILE + "; build anew");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("the version of this build can't be read", e);
    }
  }
}
