package sevennets.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Concat;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which earlier layers' maps each layer of a dense block uses, as its weights tell. Huang et al.
 * 2016, arXiv:1608.06993, figure 5. What stands between two layers and keeps the channels apart
 * (batch norm, ReLU, pools) is looked through; a batch norm's scale is not counted, as in the
 * figure.
 *
 * <pre>{@code
 * Table weights = Sources.of(lens, "features.denseblock3");  // DenseNet's figure 5
 * }</pre>
 */
public final class Sources {

  /** So many neighbouring channels of what a layer reads, and the node that made them. */
  private record Piece(Node source, int channels) {}

  private Sources() {}

  /**
   * The layers that read a dense block's layers: those in it, and what follows it.
   *
   * @param block its scope, such as {@code features.denseblock1}
   * @return a row a pair: {@code layer} that reads, {@code source} that is read ({@code input} is
   *     what enters the block), {@code channels} of the source, {@code mean_weight}: the mean
   *     absolute value of the weights on these channels
   * @throws IllegalArgumentException if nothing in the graph reads a concatenation of that scope
   */
  public static Table of(Lens lens, String block) {
    Table table = Table.create(
        block,
        StringColumn.create("layer"),
        StringColumn.create("source"),
        IntColumn.create("channels"),
        DoubleColumn.create("mean_weight"));
    for (Graph.Step step : lens.graph().inferenceSteps()) {
      if (step.op() instanceof Dense || step.op() instanceof Conv conv && conv.groups() == 1) {
        addReader(table, lens, block, step);
      }
    }
    if (table.isEmpty()) {
      throw new IllegalArgumentException(
          "no layer reads what was concatenated in '%s'; a dense block's scope is required, such as features.denseblock1"
              .formatted(block));
    }
    return table;
  }

  private static void addReader(Table table, Lens lens, String block, Graph.Step step) {
    List<Piece> pieces = new ArrayList<>();
    collect(lens.graph(), step.inputs().get(0), pieces);
    if (!reads(block, step.node(), pieces)) {
      return;
    }
    INDArray weights = lens.parameter(step.node().name(), "W");
    int from = 0;
    for (Piece piece : pieces) {
      table.stringColumn("layer").append(label(block, step.node()));
      table
          .stringColumn("source")
          .append(isIn(block, piece.source) ? label(block, piece.source) : "input");
      table.intColumn("channels").append(piece.channels);
      table.doubleColumn("mean_weight").append(meanAbsolute(weights, from, from + piece.channels));
      from += piece.channels;
    }
  }

  /**
   * Whoever reads several pieces of the block; and its first layer, which reads the block's input
   * alone.
   */
  private static boolean reads(String block, Node layer, List<Piece> pieces) {
    return pieces.size() > 1
        ? pieces.stream().anyMatch(piece -> isIn(block, piece.source))
        : isIn(block, layer) && !isIn(block, pieces.get(0).source);
  }

  /** The pieces that a value is put together from, in the order of its channels. */
  private static void collect(Graph graph, Node node, List<Piece> pieces) {
    if (!node.equals(graph.input()) && keepsChannelsApart(graph.step(node.name()))) {
      graph.step(node.name()).inputs().forEach(input -> collect(graph, input, pieces));
    } else {
      pieces.add(new Piece(node, node.channels()));
    }
  }

  private static boolean keepsChannelsApart(Graph.Step step) {
    return step.op() instanceof Concat
        || step.op().keepsChannels(step.inputShapes()) && step.inputs().size() == 1;
  }

  private static boolean isIn(String block, Node node) {
    return node.name().startsWith(block + ".");
  }

  /**
   * In the block the layer's own scope, such as {@code denselayer3}; after it that of what follows,
   * such as {@code transition1}.
   */
  private static String label(String block, Node node) {
    String[] parts = node.name().split("\\.");
    int place = isIn(block, node) ? block.split("\\.").length : Math.max(0, parts.length - 2);
    return parts[parts.length == 1 ? 0 : place];
  }

  /** Over the input channels from {@code from}, inclusive, to {@code to}, exclusive. */
  private static double meanAbsolute(INDArray weights, int from, int to) {
    INDArrayIndex[] part = new INDArrayIndex[weights.rank()];
    Arrays.fill(part, NDArrayIndex.all());
    part[weights.rank() == 4 ? 1 : 0] =
        NDArrayIndex.interval(from, to); // a linear layer's weights are [in, out]
    return weights.get(part).dup().ameanNumber().doubleValue();
  }
}
