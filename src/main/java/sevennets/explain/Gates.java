package sevennets.explain;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import sevennets.graph.Node;
import sevennets.ops.Scale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The gates of squeeze and excitation, averaged over the images of each class. Hu et al. 2017,
 * arXiv:1709.01507, section 7.2 and figure 6: early gates hardly depend on the class, later ones
 * do.
 *
 * <pre>{@code
 * Table means = Gates.of(lens, Gates.names(lens).get(0), data.test(), normalisation);  // a row a channel, a column a class
 * }</pre>
 */
public final class Gates {
  private static final int BATCH = 250;

  private Gates() {}

  /** The names of the graph's gated nodes, from the image on. */
  public static List<String> names(Lens lens) {
    return lens.graph().steps().stream()
        .filter(step -> step.op() instanceof Scale)
        .map(step -> step.node().name())
        .toList();
  }

  /**
   * One gated node's gates.
   *
   * @param scale a name of {@link #names}
   * @return a row a channel: {@code channel}, and a column a class, each gate in (0, 1) where a
   *     sigmoid makes it
   */
  public static Table of(Lens lens, String scale, Dataset dataset, Normalisation normalisation) {
    INDArray means = means(lens, List.of(scale), dataset, normalisation).get(scale);
    int channels = (int) means.size(1);
    Table table = Table.create(scale, IntColumn.indexColumn("channel", channels, 0));
    for (int c = 0; c < means.size(0); c++) {
      table.addColumns(
          DoubleColumn.create(dataset.classes().get(c), means.getRow(c).toDoubleVector()));
    }
    return table;
  }

  /**
   * All gated nodes.
   *
   * @return a row a node: {@code node}, {@code mean} over classes and channels,
   *     {@code between_channels} (the deviation of the channels' means), {@code between_classes}
   *     (the deviation over classes, averaged over channels)
   */
  public static Table byDepth(Lens lens, Dataset dataset, Normalisation normalisation) {
    Table table = Table.create(
        "gates",
        StringColumn.create("node"),
        DoubleColumn.create("mean"),
        DoubleColumn.create("between_channels"),
        DoubleColumn.create("between_classes"));
    means(lens, names(lens), dataset, normalisation).forEach((name, means) -> {
      table.stringColumn("node").append(name);
      table.doubleColumn("mean").append(means.meanNumber().doubleValue());
      table.doubleColumn("between_channels").append(means.mean(0).std(false).getDouble(0));
      table
          .doubleColumn("between_classes")
          .append(means.std(false, 0).meanNumber().doubleValue());
    });
    return table;
  }

  /** Of each gated node, classes x channels. */
  private static Map<String, INDArray> means(
      Lens lens, List<String> scales, Dataset dataset, Normalisation normalisation) {
    Map<String, String> gates = new LinkedHashMap<>();
    scales.forEach(scale -> gates.put(scale, gate(lens, scale).name()));
    Map<String, INDArray> sums = new LinkedHashMap<>();
    int[] counts = new int[dataset.classes().size()];
    for (Batch batch : Loader.evaluation(dataset, normalisation, BATCH).epoch(0, 0)) {
      Map<String, INDArray> values = lens.values(List.copyOf(gates.values()), batch.images());
      gates.forEach((scale, gate) ->
          sums.merge(scale, byClass(values.get(gate), batch, counts.length), INDArray::addi));
      for (int label : batch.classes()) {
        counts[label]++;
      }
    }
    INDArray images = Nd4j.createFromArray(counts).castTo(DataType.FLOAT);
    sums.values().forEach(sum -> sum.diviColumnVector(Transforms.max(images, 1)));
    return sums;
  }

  /** The sum over the images of each class, classes x channels. */
  private static INDArray byClass(INDArray gates, Batch batch, int classes) {
    INDArray vectors = gates.rank() == 4 ? gates.mean(2, 3) : gates;
    INDArray sums = Nd4j.zeros(vectors.dataType(), classes, vectors.size(1));
    for (int n = 0; n < batch.size(); n++) {
      sums.getRow(batch.classes()[n]).addi(vectors.getRow(n));
    }
    return sums;
  }

  private static Node gate(Lens lens, String scale) {
    var step = lens.graph().step(scale);
    if (!(step.op() instanceof Scale)) {
      throw new IllegalArgumentException("'%s' is no gated node; gated are %s"
          .formatted(scale, Arrays.toString(names(lens).toArray())));
    }
    return step.inputs().get(1);
  }
}
