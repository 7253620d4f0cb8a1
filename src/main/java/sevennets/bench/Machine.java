package sevennets.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.global.dnnl;

/**
 * What the figures were measured on.
 *
 * <pre>{@code
 * Machine machine = Machine.measure();  // a second of matrix products
 * System.out.println(machine.processor() + ": " + machine.gflops() + " GFLOP/s");
 * }</pre>
 *
 * @param processor as it calls itself
 * @param cores logical ones that the JVM may use
 * @param simd the widest instruction set that oneDNN uses; on another processor than x86, its kind
 * @param system operating system and version
 * @param java JDK vendor and version
 * @param oneDnn version of the oneDNN under our layers
 * @param gflops measured peak of a float32 matrix product, billions of operations a second
 */
public record Machine(
    String processor,
    int cores,
    String simd,
    String system,
    String java,
    String oneDnn,
    double gflops) {

  /** This machine; takes about a second, in which nothing else should run. */
  public static Machine measure() {
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        instructionSet(),
        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.version"),
        oneDnnVersion(),
        MatrixPeak.gflops());
  }

  private static String processorName() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.split(":", 2)[1].strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException notLinux) {
      String windows = System.getenv("PROCESSOR_IDENTIFIER");
      return windows != null ? windows : System.getProperty("os.arch");
    }
  }

  /** As oneDNN calls it; its Java names are those of x86 only. */
  public static String instructionSet() {
    String processor = System.getProperty("os.arch");
    if (!processor.equals("amd64") && !processor.equals("x86_64")) return processor;
    try {
      return dnnl.get_effective_cpu_isa().intern().toString();
    } catch (LinkageError none) {
      return "unknown";
    }
  }

  private static String oneDnnVersion() {
    try {
      dnnl_version_t version = dnnl.dnnl_version();
      return "%d.%d.%d".formatted(version.major(), version.minor(), version.patch());
    } catch (LinkageError none) {
      return "none";
    }
  }

  @Override
  public String toString() {
    return "%s, %d cores, %s; %s; %s; oneDNN %s; matrix product %.0f GFLOP/s"
        .formatted(processor, cores, simd, system, java, oneDnn, gflops);
  }
}
