package sevennets.explain;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.graph.Graph.Step;
import sevennets.names.Nearest;
import sevennets.ops.LearnedTokens;
import sevennets.ops.SelfAttention;
import sevennets.ops.Shape;
import sevennets.ops.TokenPool;
import sevennets.ops.Tokens;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * What the tokens of a Vision Transformer take from one another.
 *
 * <pre>{@code
 * INDArray takes = AttentionMaps.weights(lens, AttentionMaps.names(lens).get(0), images);  // N x heads x L x L
 * ImageGrid seen = ImageGrid.heated(images, AttentionMaps.rollout(lens, images));
 * }</pre>
 */
public final class AttentionMaps {
  private AttentionMaps() {}

  /** The names of the graph's attention nodes, from the image on. */
  public static List<String> names(Lens lens) {
    return lens.graph().steps().stream()
        .filter(step -> step.op() instanceof SelfAttention)
        .map(step -> step.node().name())
        .toList();
  }

  /**
   * How much each token takes from each.
   *
   * @param node a name of {@link #names}
   * @param images N x C x H x W, normalised as in training
   * @return N x heads x L x L: the last axis is what is taken from, and sums to 1
   */
  public static INDArray weights(Lens lens, String node, INDArray images) {
    Step step = lens.graph().step(node);
    if (!(step.op() instanceof SelfAttention attention)) {
      throw new IllegalArgumentException(
          "'%s' is no attention; %s".formatted(node, Nearest.told(names(lens), node)));
    }
    return attention.weights(lens.values(step.inputs().get(0).name(), images));
  }

  /**
   * What the net's answer takes from each patch, through all blocks: attention rollout. Abnar and
   * Zuidema 2020, arXiv:2005.00928: heads averaged, half of each block the identity for its
   * shortcut, blocks multiplied.
   *
   * @return N x 1 x H x W, enlarged to the image's size, each image's largest value 1
   */
  public static INDArray rollout(Lens lens, INDArray images) {
    INDArray through = null;
    for (String node : names(lens)) {
      INDArray mean = weights(lens, node, images).mean(1);
      INDArray half = mean.add(Nd4j.eye(mean.size(1))
              .castTo(mean.dataType())
              .reshape(1, mean.size(1), mean.size(1))
              .broadcast(mean.shape()))
          .muli(0.5);
      through = through == null ? half : Nd4j.matmul(half, through);
    }
    return heat(lens, answer(lens, through), images);
  }

  /**
   * What the net's answer takes from each patch in one head of one block.
   *
   * @return N x 1 x H x W, enlarged to the image's size, each image's largest value 1
   */
  public static INDArray ofHead(Lens lens, String node, int head, INDArray images) {
    INDArray weights = weights(lens, node, images);
    if (head < 0 || head >= weights.size(1)) {
      throw new IllegalArgumentException(
          "'%s' has heads 0 to %d, received %d".formatted(node, weights.size(1) - 1, head));
    }
    return heat(
        lens,
        answer(
            lens,
            weights.get(
                NDArrayIndex.all(),
                NDArrayIndex.point(head),
                NDArrayIndex.all(),
                NDArrayIndex.all())),
        images);
  }

  /** What is read at the end: the first token's row, or the mean of all rows. */
  private static INDArray answer(Lens lens, INDArray rows) {
    boolean first =
        lens.graph().steps().stream().anyMatch(step -> step.op().equals(TokenPool.FIRST));
    return first
        ? rows.get(NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.all())
        : rows.mean(1);
  }

  private static INDArray heat(Lens lens, INDArray perToken, INDArray images) {
    Shape grid = grid(lens);
    INDArray patches = perToken
        .get(NDArrayIndex.all(), NDArrayIndex.interval(extra(lens), perToken.size(1)))
        .dup('c')
        .reshape(perToken.size(0), 1, grid.height(), grid.width());
    return GradCam.enlarged(GradCam.scaled(patches), (int) images.size(2), (int) images.size(3));
  }

  /** The patches as they lie in the image. */
  private static Shape grid(Lens lens) {
    return lens.graph().steps().stream()
        .filter(step -> step.op() instanceof Tokens)
        .map(step -> step.inputs().get(0).shape())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "this net makes no tokens of an image, so it has no attention maps"));
  }

  /** Tokens before the patches'. */
  private static long extra(Lens lens) {
    return lens.graph().steps().stream()
        .filter(step -> step.op().equals(LearnedTokens.CLASS))
        .count();
  }

  /**
   * How far apart in the image are a patch and what it takes from: the mean over patches and
   * images, for each head. Dosovitskiy et al. 2020, arXiv:2010.11929, figure 7 (right).
   *
   * @return a row a head: {@code block} (from 1), {@code head}, {@code distance} in pixels of the
   *     image
   */
  public static Table distances(Lens lens, INDArray images) {
    Shape grid = grid(lens);
    double pixels = (double) images.size(2) / grid.height();
    INDArray apart = apart(grid).muli(pixels);
    Table table = Table.create(
        "attention distance",
        IntColumn.create("block"),
        IntColumn.create("head"),
        DoubleColumn.create("distance"));
    int block = 0;
    for (String node : names(lens)) {
      block++;
      INDArray weights = weights(lens, node, images).mean(0);
      long from = extra(lens);
      for (int head = 0; head < weights.size(0); head++) {
        INDArray patches = weights
            .get(
                NDArrayIndex.point(head),
                NDArrayIndex.interval(from, weights.size(1)),
                NDArrayIndex.interval(from, weights.size(1)))
            .dup('c');
        patches.diviColumnVector(patches.sum(true, 1));
        table.intColumn("block").append(block);
        table.intColumn("head").append(head);
        table
            .doubleColumn("distance")
            .append(patches
                .mul(apart.castTo(patches.dataType()))
                .sum(1)
                .meanNumber()
                .doubleValue());
      }
    }
    return table;
  }

  /** Patches x patches, in patches. */
  private static INDArray apart(Shape grid) {
    int count = grid.height() * grid.width();
    INDArray apart = Nd4j.zeros(count, count);
    for (int a = 0; a < count; a++) {
      for (int b = 0; b < count; b++) {
        apart.putScalar(
            a,
            b,
            Math.hypot(a / grid.width() - b / grid.width(), a % grid.width() - b % grid.width()));
      }
    }
    return apart;
  }
}
