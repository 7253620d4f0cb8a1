package sevennets.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import sevennets.models.Models;
import sevennets.models.ResNet;
import sevennets.models.Variant;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * One thing about ResNet-20 changed step by step, to see whether our cost grows as PyTorch's does.
 *
 * <pre>{@code
 * List<Workload> deeper = CostSweep.DEPTH.workloads();  // ResNet-20 to ResNet-110
 * }</pre>
 */
public enum CostSweep {
  BATCH("images in a step", batch -> workload(20, 1, 32, batch), 32, 64, 128, 256),
  DEPTH("layers", depth -> workload(depth, 1, 32, 128), 20, 32, 44, 56, 110),
  WIDTH("filters, as a multiple of the paper's", times -> workload(20, times, 32, 128), 1, 2, 4),
  /** With 16 images in a step, so that the largest fit. */
  SIZE("pixels along a side", side -> workload(20, 1, side, 16), 28, 56, 112, 224);

  private final String axis;
  private final IntFunction<Workload> maker;
  private final int[] values;

  CostSweep(String axis, IntFunction<Workload> maker, int... values) {
    this.axis = axis;
    this.maker = maker;
    this.values = values;
  }

  /** What is changed, as a chart names it. */
  public String axis() {
    return axis;
  }

  /** Trainings along the sweep, one a value. */
  public List<Workload> workloads() {
    return IntStream.of(values).mapToObj(maker).toList();
  }

  /**
   * What was measured along the sweep: a row a value with the columns {@code sweep, value, batch,
   * macs} (multiply-adds for one image), {@code ours, pytorch} (images a second, PyTorch's better
   * format), {@code ratio}, {@code ratio_to_mean} (of the sweep), {@code gmacs_per_sec} (ours).
   *
   * @param runs of {@link #workloads}, in their order, with PyTorch among the contenders
   */
  public Table table(List<Run> runs) {
    List<Double> ratios =
        runs.stream().map(run -> run.toPyTorch().orElseThrow().ofMedians()).toList();
    double mean = ratios.stream().mapToDouble(r -> r).average().orElseThrow();
    return Table.create(
        "sweep of " + this,
        StringColumn.create("sweep", runs.stream().map(run -> toString()).toList()),
        IntColumn.create("value", values),
        IntColumn.create(
            "batch", runs.stream().mapToInt(run -> run.workload().batch()).toArray()),
        LongColumn.create(
            "macs", runs.stream().mapToLong(run -> run.workload().macs()).toArray()),
        column("ours", runs, run -> run.ours().median()),
        column("pytorch", runs, run -> run.bestPyTorch().orElseThrow().median()),
        DoubleColumn.create("ratio", ratios),
        DoubleColumn.create(
            "ratio_to_mean", ratios.stream().map(ratio -> ratio / mean).toList()),
        column(
            "gmacs_per_sec", runs, run -> run.ours().median() * run.workload().macs() / 1e9));
  }

  private static DoubleColumn column(String name, List<Run> runs, ToDoubleFunction<Run> value) {
    return DoubleColumn.create(name, runs.stream().mapToDouble(value).toArray());
  }

  private static Workload workload(int depth, int widening, int side, int batch) {
    ResNet net = ResNet.cifar(depth);
    ResNet widened = new ResNet(net.stem(), net.width() * widening, net.depths(), net.residual());
    Variant paper = Models.get("resnet%d_cifar".formatted(depth));
    String name =
        widening == 1 ? paper.name() : "%s, %d times as wide".formatted(paper.name(), widening);
    return Workload.of(
        new Variant(name, widened, paper.input(), paper.classes(), paper.paper())
            .withInput(3, side, side),
        batch,
        Mode.TRAINING);
  }

  /** As it is typed and printed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
