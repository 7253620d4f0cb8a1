package sevennets.models;

import sevennets.graph.Node;
import sevennets.models.Inception.Fives;
import sevennets.models.InceptionV3.Grid;
import sevennets.ops.Conv;
import sevennets.ops.Pool;

/**
 * What Inception v3 is built of, at the widths of the authors' code. Szegedy et al. 2015,
 * arXiv:1512.00567, figures 5 to 7, 9 and 10.
 *
 * <pre>{@code
 * InceptionV3Modules modules = InceptionV3.small().withGrid(InceptionV3.Grid.POOL_FIRST).modules();
 * }</pre>
 *
 * @param divisor divides all widths
 * @param factorised whether an n x n convolution is 1 x n and n x 1 (section 3.2)
 * @param fives whether the 5x5 is one, as in torchvision's checkpoint, or two 3x3 (section 3.1)
 * @param grid how height and width are halved between modules (section 5)
 */
public record InceptionV3Modules(int divisor, boolean factorised, Fives fives, Grid grid) {

  private static final ConvUnit UNIT = new ConvUnit(true);

  /** Figure 5: 1x1; 5x5; two 3x3; pool. */
  Node fives(Node x, int pool) {
    return conv(x, "branch1x1", Conv.of(64, 1))
        .concat(
            "concat",
            five(conv(x, "branch5x5_1", Conv.of(48, 1))),
            conv(doubled(x), "branch3x3dbl_3", Conv.of(96, 3)),
            pooled(x, pool));
  }

  private Node five(Node x) {
    return fives == Fives.TWO_3X3
        ? conv(conv(x, "branch5x5_2", Conv.of(64, 3)), "branch5x5_3", Conv.of(64, 3))
        : conv(x, "branch5x5_2", Conv.of(64, 5));
  }

  /** Figure 10: half the height and width, by convolutions and a pool side by side. */
  Node reduceTo17(Node x) {
    if (grid != Grid.SIDE_BY_SIDE) return oneByOne(x, 768);
    return conv(x, "branch3x3", Conv.of(384, 3).stride(2).padding(0))
        .concat(
            "concat",
            conv(doubled(x), "branch3x3dbl_3", Conv.of(96, 3).stride(2).padding(0)),
            x.maxPool("branch_pool", 3, 2, 0));
  }

  /** Figure 6, n = 7: 1x1; 7x7; two 7x7; pool. */
  Node sevens(Node x, int inner) {
    Node once =
        flat(conv(x, "branch7x7_1", Conv.of(inner, 1)), "branch7x7_2", "branch7x7_3", inner, 192);
    Node twice = tall(
        conv(x, "branch7x7dbl_1", Conv.of(inner, 1)),
        "branch7x7dbl_2",
        "branch7x7dbl_3",
        inner,
        inner);
    twice = tall(twice, "branch7x7dbl_4", "branch7x7dbl_5", inner, 192);
    return conv(x, "branch1x1", Conv.of(192, 1)).concat("concat", once, twice, pooled(x, 192));
  }

  /** Figure 10 again, with a 7x7 in its longer branch. */
  Node reduceTo8(Node x) {
    if (grid != Grid.SIDE_BY_SIDE) return oneByOne(x, 1280);
    Node threes = conv(
        conv(x, "branch3x3_1", Conv.of(192, 1)),
        "branch3x3_2",
        Conv.of(320, 3).stride(2).padding(0));
    Node sevens =
        flat(conv(x, "branch7x7x3_1", Conv.of(192, 1)), "branch7x7x3_2", "branch7x7x3_3", 192, 192);
    return threes.concat(
        "concat",
        conv(sevens, "branch7x7x3_4", Conv.of(192, 3).stride(2).padding(0)),
        x.maxPool("branch_pool", 3, 2, 0));
  }

  /** Figure 9: to as many filters as figure 10's, one thing after the other. */
  private Node oneByOne(Node x, int filters) {
    Conv conv = Conv.of(filters, 3);
    return grid == Grid.POOL_FIRST
        ? conv(x.maxPool("pool", 3, 2, 0), "conv", conv)
        : conv(x, "conv", conv).maxPool("pool", 3, 2, 0);
  }

  /** Figure 7: branches that spread into 1x3 and 3x1 side by side. */
  Node spread(Node x) {
    Node threes = conv(x, "branch3x3_1", Conv.of(384, 1));
    Node doubled =
        conv(conv(x, "branch3x3dbl_1", Conv.of(448, 1)), "branch3x3dbl_2", Conv.of(384, 3));
    return conv(x, "branch1x1", Conv.of(320, 1))
        .concat(
            "concat",
            conv(threes, "branch3x3_2a", Conv.of(384, 1, 3)),
            conv(threes, "branch3x3_2b", Conv.of(384, 3, 1)),
            conv(doubled, "branch3x3dbl_3a", Conv.of(384, 1, 3)),
            conv(doubled, "branch3x3dbl_3b", Conv.of(384, 3, 1)),
            pooled(x, 192));
  }

  private Node doubled(Node x) {
    return conv(conv(x, "branch3x3dbl_1", Conv.of(64, 1)), "branch3x3dbl_2", Conv.of(96, 3));
  }

  private Node pooled(Node x, int filters) {
    return conv(x.then("pool", Pool.avg(3, 1, 1)), "branch_pool", Conv.of(filters, 1));
  }

  /** 1x7 and then 7x1, or one 7x7. */
  private Node flat(Node x, String first, String second, int inner, int filters) {
    return factorised
        ? conv(conv(x, first, Conv.of(inner, 1, 7)), second, Conv.of(filters, 7, 1))
        : conv(x, first, Conv.of(filters, 7));
  }

  /** 7x1 and then 1x7, or one 7x7. */
  private Node tall(Node x, String first, String second, int inner, int filters) {
    return factorised
        ? conv(conv(x, first, Conv.of(inner, 7, 1)), second, Conv.of(filters, 1, 7))
        : conv(x, first, Conv.of(filters, 7));
  }

  /** A convolution with batch norm and ReLU. */
  Node conv(Node x, String name, Conv conv) {
    return UNIT.apply(x, name, conv.withFilters(conv.filters() / divisor));
  }
}
