package sevennets.kernels.cudnn;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** {@code sevennets.cu}, and the names of its kernels. */
final class Source {
  private static final Pattern KERNEL = Pattern.compile("(?m)^KERNEL (\\w+)\\(");

  private Source() {}

  static String text() {
    try (InputStream in = Source.class.getResourceAsStream("sevennets.cu")) {
      if (in == null) {
        throw new IllegalStateException("sevennets.cu is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the file's order. */
  static List<String> kernels() {
    return KERNEL.matcher(text()).results().map((MatchResult m) -> m.group(1)).toList();
  }
}
