package sevennets.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sevennets.bench.Endurance;
import sevennets.bench.Endurance.Sample;
import sevennets.bench.Mode;
import sevennets.bench.Workload;
import sevennets.models.Models;

/** {@code ./lab bench endurance}: whether memory or speed drift while a net trains for long. */
@Command(
    name = "endurance",
    mixinStandardHelpOptions = true,
    description =
        "Memory and speed of a long training; exit code 1 if memory grew or speed fell by more than --tolerance.")
final class BenchEndurance implements Callable<Integer> {
  @Option(
      names = "--arch",
      paramLabel = "NET",
      defaultValue = "resnet20_cifar",
      description = "The net (default: ${DEFAULT-VALUE}).")
  private String arch;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "128",
      description = "Images in a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      defaultValue = "60",
      description = "How long (default: ${DEFAULT-VALUE}).")
  private double minutes;

  @Option(
      names = "--every",
      paramLabel = "S",
      defaultValue = "30",
      description = "Seconds between two looks (default: ${DEFAULT-VALUE}).")
  private double everySeconds;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      defaultValue = "0.05",
      description =
          "The share by which the last third may differ from the first (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (!(tolerance >= 0))
      throw new ParameterException(
          spec.commandLine(), "--tolerance is a share of 0 or more, received " + tolerance);
    PrintWriter out = spec.commandLine().getOut();
    Workload workload = Workload.of(Models.get(arch), batch, Mode.TRAINING);
    out.printf(
        "%s, %.1f minutes%nminute  images/s  heap MiB  off-heap MiB  resident MiB%n",
        workload, minutes);
    Endurance endurance = Endurance.run(
        workload,
        Runtime.getRuntime().availableProcessors(),
        minutes,
        everySeconds,
        sample -> print(out, sample));
    boolean steady = true;
    for (String memory : new String[] {"heap_mib", "off_heap_mib", "resident_mib"})
      steady &= report(out, memory, endurance.drift(memory), endurance.drift(memory) <= tolerance);
    steady &= report(
        out,
        "images_per_sec",
        endurance.drift("images_per_sec"),
        endurance.drift("images_per_sec") >= -tolerance);
    out.flush();
    return steady ? 0 : 1;
  }

  private static void print(PrintWriter out, Sample sample) {
    out.printf(
        "%6.1f  %8.0f  %8d  %12d  %12d%n",
        sample.minute(),
        sample.imagesPerSecond(),
        sample.heap() >> 20,
        sample.offHeap() >> 20,
        sample.resident() >> 20);
    out.flush();
  }

  private static boolean report(PrintWriter out, String column, double drift, boolean fine) {
    out.printf(
        "%s %-15s %+.1f%% from the first third to the last%n",
        fine ? " " : "!", column, 100 * drift);
    return fine;
  }
}
