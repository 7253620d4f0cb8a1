package sevennets.plot;

import java.util.List;
import java.util.function.ToLongFunction;
import sevennets.analysis.Summary;
import sevennets.analysis.Summary.Layer;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A network's layers as a table, to be read or drawn. */
public final class LayerTable {
  private LayerTable() {}

  /**
   * A row a layer: {@code layer, type, output} (C x H x W), {@code params} (learnable), {@code macs} (for one image),
   * {@code receptive_field} (pixels); the totals in a last row.
   */
  public static Table of(Summary summary) {
    Table table = layers(summary.layers());
    table.stringColumn("layer").append("total");
    table.stringColumn("type").append("");
    table.stringColumn("output").append("");
    table.longColumn("params").append(summary.params());
    table.longColumn("macs").append(summary.macs());
    table.longColumn("receptive_field").appendMissing();
    return table;
  }

  /** The rows alone of the layers that have weights: for a chart of where the weights and the work are. */
  public static Table weighted(Summary summary) {
    return layers(summary.layers().stream().filter(layer -> layer.macs() > 0).toList());
  }

  private static Table layers(List<Layer> layers) {
    return Table.create(
        "layers",
        StringColumn.create("layer", layers.stream().map(Layer::name)),
        StringColumn.create("type", layers.stream().map(Layer::type)),
        StringColumn.create("output", layers.stream().map(LayerTable::output)),
        column("params", layers, Layer::params),
        column("macs", layers, Layer::macs),
        column("receptive_field", layers, Layer::receptiveField));
  }

  private static String output(Layer layer) {
    String shape = layer.output().toString();
    return shape.substring(1, shape.length() - 1).replace("x", " x ");
  }

  private static LongColumn column(String name, List<Layer> layers, ToLongFunction<Layer> value) {
    return LongColumn.create(name, layers.stream().mapToLong(value).toArray());
  }
}
