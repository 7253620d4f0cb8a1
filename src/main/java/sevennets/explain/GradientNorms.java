package sevennets.explain;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Batch;
import sevennets.graph.Graph;
import sevennets.ops.Parameter;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How much of the loss's gradient reaches each layer's weights: what vanishes on its way to the
 * first layers of a deep plain net, and doesn't in a residual one.
 *
 * <pre>{@code
 * Table byLayer = GradientNorms.of(lens, batch);  // do gradients reach the first layers?
 * }</pre>
 */
public final class GradientNorms {
  private GradientNorms() {}

  /**
   * The gradient of one batch's mean loss, in a training pass (a batch norm's running statistics
   * move with it).
   *
   * @return a row a convolution or linear layer, from the image on: {@code depth} from 1,
   *     {@code layer}, {@code gradient_norm} and {@code weight_norm} (Euclidean), {@code ratio} of
   *     the two
   */
  public static Table of(Lens lens, Batch batch) {
    lens.net().setInputs(batch.images());
    lens.net().setLabels(batch.labels());
    lens.net().computeGradientAndScore();
    Table table = Table.create(
        "gradients",
        IntColumn.create("depth"),
        StringColumn.create("layer"),
        DoubleColumn.create("gradient_norm"),
        DoubleColumn.create("weight_norm"),
        DoubleColumn.create("ratio"));
    for (Graph.Step step : weighted(lens.graph())) {
      String key = lens.graph().vertex(step.node()) + "_W";
      INDArray gradient = lens.net().gradient().getGradientFor(key);
      double norm = gradient.norm2Number().doubleValue() / batch.size();
      double weights = lens.net().getParam(key).norm2Number().doubleValue();
      table.intColumn("depth").append(table.rowCount() + 1);
      table.stringColumn("layer").append(step.node().name());
      table.doubleColumn("gradient_norm").append(norm);
      table.doubleColumn("weight_norm").append(weights);
      table.doubleColumn("ratio").append(norm / weights);
    }
    return table;
  }

  private static List<Graph.Step> weighted(Graph graph) {
    return graph.steps().stream()
        .filter(step -> step.parameters().stream().map(Parameter::key).anyMatch("W"::equals))
        .toList();
  }
}
