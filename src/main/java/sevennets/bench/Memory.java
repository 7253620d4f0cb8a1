package sevennets.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** What this process takes up, in bytes; 0 where the system does not say. */
final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");

  private Memory() {}

  /** Java's own objects, after a collection. */
  static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Arrays outside Java's heap. */
  static long offHeap() {
    return Pointer.totalBytes();
  }

  /** In the machine's memory now. */
  static long resident() {
    long linux = status("VmRSS:");
    return linux > 0 ? linux : Pointer.physicalBytes();
  }

  /**
   * The most that was in the machine's memory at once, since {@link #resetPeak} on Linux, else
   * unknown.
   */
  static long peak() {
    return status("VmHWM:");
  }

  static void resetPeak() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException notLinux) {
      // The peak then counts from the process's start, or is unknown.
    }
  }

  private static long status(String key) {
    if (!Files.isReadable(STATUS)) return 0;
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
              .filter(line -> line.startsWith(key))
              .mapToLong(Memory::kibibytes)
              .findFirst()
              .orElse(0)
          * 1024;
    } catch (IOException e) {
      return 0;
    }
  }

  private static long kibibytes(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
