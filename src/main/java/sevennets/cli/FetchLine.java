package sevennets.cli;

import java.io.PrintWriter;
import sevennets.data.delivery.FetchProgress;

/** A download's progress on one line: {@code cifar-10-binary.tar.gz 42% 71 of 170 MB 8.3 MB/s}. */
final class FetchLine implements FetchProgress {
  private static final long EVERY_NANOS = 200_000_000;

  private final PrintWriter err;
  private String file = "";
  private long startNanos;
  private long startBytes;
  private long lastNanos;

  FetchLine(PrintWriter err) {
    this.err = err;
  }

  @Override
  public void at(String newFile, long done, long total) {
    long now = System.nanoTime();
    if (!newFile.equals(file)) {
      file = newFile;
      startNanos = now;
      // What an earlier run fetched says nothing about the speed of this one.
      startBytes = done;
    } else if (now - lastNanos < EVERY_NANOS && done < total) {
      return;
    }
    lastNanos = now;
    double seconds = Math.max(1e-3, (now - startNanos) / 1e9);
    err.printf(
        "\r%s  %d%%  %d of %d MB  %.1f MB/s%s",
        file,
        100 * done / total,
        done / 1_000_000,
        total / 1_000_000,
        (done - startBytes) / 1e6 / seconds,
        done == total ? System.lineSeparator() : "   ");
    err.flush();
  }
}
