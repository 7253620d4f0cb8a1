package sevennets.plot;

import java.util.List;
import java.util.function.ToLongFunction;
import sevennets.analysis.Stage;
import sevennets.analysis.Summary;
import sevennets.analysis.Summary.Layer;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A network's layers as a table, to be read or drawn.
 *
 * <pre>{@code
 * Table rows = LayerTable.of(summary);  // a row a layer: shape, parameters, multiply-adds
 * }</pre>
 */
public final class LayerTable {
  private LayerTable() {}

  /** {@link #of(Summary, int)} for a batch of one image. */
  public static Table of(Summary summary) {
    return of(summary, 1);
  }

  /**
   * A row a layer: {@code layer, type, output} (C x H x W), {@code params} (learnable),
   * {@code macs} (for one image), {@code activation_kb} (thousands of bytes that training on a
   * batch keeps for the backward pass), {@code receptive_field} and {@code stride} (pixels of the
   * input); the totals in a last row.
   */
  public static Table of(Summary summary, int batch) {
    return withTotals(layers(summary.layers(), batch), summary, batch);
  }

  /**
   * The same of the net's stages, for nets that are too deep to be read layer by layer; a stage is
   * named in the column {@code layer}.
   */
  public static Table stages(Summary summary, int batch) {
    List<Layer> stages = Stage.of(summary).stream()
        .map(stage -> new Layer(
            stage.name(),
            "",
            "",
            stage.output(),
            stage.params(),
            stage.macs(),
            stage.receptiveField(),
            stage.stride(),
            stage.layers().stream().mapToLong(Layer::held).sum()))
        .toList();
    return withTotals(layers(stages, batch), summary, batch);
  }

  /**
   * The rows alone of the layers that have weights: for a chart of where the weights and the work
   * are.
   */
  public static Table weighted(Summary summary) {
    return layers(summary.layers().stream().filter(layer -> layer.macs() > 0).toList(), 1);
  }

  private static Table withTotals(Table table, Summary summary, int batch) {
    table.stringColumn("layer").append("total");
    table.stringColumn("type").append("");
    table.stringColumn("output").append("");
    table.longColumn("params").append(summary.params());
    table.longColumn("macs").append(summary.macs());
    table.doubleColumn("activation_kb").append(summary.activationBytes(batch) / 1e3);
    table.longColumn("receptive_field").appendMissing();
    table.longColumn("stride").appendMissing();
    return table;
  }

  private static Table layers(List<Layer> layers, int batch) {
    return Table.create(
        "layers",
        StringColumn.create("layer", layers.stream().map(Layer::name)),
        StringColumn.create("type", layers.stream().map(Layer::operation)),
        StringColumn.create("output", layers.stream().map(LayerTable::output)),
        column("params", layers, Layer::params),
        column("macs", layers, Layer::macs),
        DoubleColumn.create(
            "activation_kb",
            layers.stream().mapToDouble(layer -> layer.activationBytes(batch) / 1e3)),
        column("receptive_field", layers, Layer::receptiveField),
        column("stride", layers, Layer::stride));
  }

  private static String output(Layer layer) {
    String shape = layer.output().toString();
    return shape.substring(1, shape.length() - 1).replace("x", " x ");
  }

  private static LongColumn column(String name, List<Layer> layers, ToLongFunction<Layer> value) {
    return LongColumn.create(name, layers.stream().mapToLong(value).toArray());
  }
}
