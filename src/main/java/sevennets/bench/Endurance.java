package sevennets.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.nd4j.shade.jackson.databind.JsonNode;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/**
 * Trains without a pause and watches memory and speed: neither may drift.
 *
 * <pre>{@code
 * Workload step = Workload.of(Models.get("lenet5"), 64, Mode.TRAINING);
 * Endurance watched = Endurance.run(step, 2, 10, 5, sample -> System.out.println(sample.resident()));
 * double drift = watched.drift("resident_mib");
 * }</pre>
 */
public final class Endurance {

  /**
   * One look at the training process.
   *
   * @param minute since the first step that counts
   * @param imagesPerSecond since the look before
   * @param heap Java's own objects, bytes, after a collection
   * @param offHeap arrays outside Java's heap, bytes
   * @param resident bytes in the machine's memory
   */
  public record Sample(
      double minute, double imagesPerSecond, long heap, long offHeap, long resident) {}

  private final List<Sample> samples;

  private Endurance(List<Sample> samples) {
    this.samples = samples;
  }

  /** Trains for so many minutes and looks every so many seconds; tells of each look. */
  public static Endurance run(
      Workload workload,
      int threads,
      double minutes,
      double everySeconds,
      Consumer<Sample> watcher) {
    return run(workload, threads, minutes, Pace.ofSlices(everySeconds), watcher);
  }

  static Endurance run(
      Workload workload, int threads, double minutes, Pace pace, Consumer<Sample> watcher) {
    if (!(minutes > 0))
      throw new IllegalArgumentException(
          "a run must last more than 0 minutes, received " + minutes);
    List<Sample> samples = new ArrayList<>();
    try (Assignment assignment = new Assignment(workload, threads);
        Runner runner = new Runner(
            Contender.OURS, new Peers(null, threads).start(Contender.OURS), assignment)) {
      runner.warmUp(pace);
      for (double seconds = 0; seconds < 60 * minutes; ) {
        seconds += runner.takeTurn();
        samples.add(sample(seconds / 60, runner));
        watcher.accept(samples.get(samples.size() - 1));
      }
    }
    return new Endurance(samples);
  }

  private static Sample sample(double minute, Runner runner) {
    JsonNode memory = runner.memory();
    return new Sample(
        minute,
        runner.lastImagesPerSecond(),
        memory.get("heapBytes").asLong(),
        memory.get("offHeapBytes").asLong(),
        memory.get("residentBytes").asLong());
  }

  /** A row a sample: {@code minute, images_per_sec, heap_mib, off_heap_mib, resident_mib}. */
  public Table table() {
    return Table.create(
        "endurance",
        column("minute", Sample::minute),
        column("images_per_sec", Sample::imagesPerSecond),
        column("heap_mib", s -> mebibytes(s.heap())),
        column("off_heap_mib", s -> mebibytes(s.offHeap())),
        column("resident_mib", s -> mebibytes(s.resident())));
  }

  /**
   * How far a column of {@link #table} moved: the median of its last third over that of its first,
   * less 1. Positive means that it grew.
   */
  public double drift(String column) {
    double[] values = ((DoubleColumn) table().column(column)).asDoubleArray();
    int third = Math.max(1, values.length / 3);
    return median(values, values.length - third, values.length) / median(values, 0, third) - 1;
  }

  private static double median(double[] values, int from, int to) {
    return DoubleColumn.create("", Arrays.copyOfRange(values, from, to)).median();
  }

  private DoubleColumn column(String name, ToDoubleFunction<Sample> value) {
    return DoubleColumn.create(name, samples.stream().mapToDouble(value).toArray());
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
