package sevennets.cli;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** The machine and the JVM on it. */
final class Host {
  /** Off-heap memory that the full-size nets need in training, in bytes: 2 GiB. */
  private static final long OFF_HEAP_WANTED = 2L << 30;

  private Host() {}

  static List<Finding> examine() {
    return List.of(
        java(Runtime.version().feature()), processor(), memory(), offHeap(Pointer.maxBytes()));
  }

  static Finding java(int feature) {
    return Finding.fine(
            "Java",
            "%s (%s)",
            System.getProperty("java.version"),
            System.getProperty("java.vendor"))
        .orElse(feature >= 17, "install a JDK 17 and point JAVA_HOME at it");
  }

  private static Finding processor() {
    return Finding.fine(
        "Processor",
        "%s, %s, %d logical cores",
        System.getProperty("os.name"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors());
  }

  private static Finding memory() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return Finding.fine(
        "Memory",
        "%s in the machine, %s of it free; at most %s for Java's own objects",
        gib(system.getTotalMemorySize()),
        gib(system.getFreeMemorySize()),
        gib(Runtime.getRuntime().maxMemory()));
  }

  /** @param bytes the bound on arrays outside Java's heap; 0 stands for none */
  static Finding offHeap(long bytes) {
    return Finding.fine("Off-heap", "at most %s for arrays", bytes == 0 ? "all memory" : gib(bytes))
        .orElse(
            bytes == 0 || bytes >= OFF_HEAP_WANTED,
            "start Java with -Dorg.bytedeco.javacpp.maxbytes=4g; ./lab sets it to half of the machine's memory");
  }

  private static String gib(long bytes) {
    return "%.1f GiB".formatted(bytes / (double) (1L << 30));
  }
}
