package sevennets.models;

import java.util.function.UnaryOperator;
import sevennets.graph.Conv;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.graph.Pool;
import sevennets.models.Inception.Fives;

/**
 * Inception v3. Szegedy et al. 2015, arXiv:1512.00567: Table 1 and figures 5 to 8 and 10, as torchvision's checkpoint has them
 * (1x1 of 80 and 3x3 of 192 where Table 1's stem has three 3x3; the widths within modules are the authors' code's).
 *
 * @param divisor       divides all widths
 * @param smallImages   whether the stem is for 32 x 32 images: two 3x3 convolutions and one pool
 * @param factorised    whether an n x n convolution is 1 x n and n x 1 (section 3.2, figure 6)
 * @param fives         whether the 5x5 is one, as in torchvision's checkpoint, or two 3x3 (section 3.1, figure 5)
 * @param grid          how height and width are halved between modules (section 5)
 * @param attention     what reweighs each module's output, or null
 * @param auxiliary     weight of the auxiliary classifier's loss; 0 leaves it out
 * @param auxiliaryNorm whether the auxiliary classifier's convolutions have batch norms (section 4: what makes v2 a v3)
 */
public record InceptionV3(int divisor, boolean smallImages, boolean factorised, Fives fives, Grid grid, Attention attention, double auxiliary,
    boolean auxiliaryNorm) implements Architecture {

  /**
   * Convolutions of stride 2 and a pool, side by side (figure 10); a pool and then a convolution, whose narrow input is a
   * bottleneck; or a convolution and then a pool, at more than twice the cost (figure 9).
   */
  public enum Grid { SIDE_BY_SIDE, POOL_FIRST, CONVOLUTION_FIRST }

  private static final ConvUnit UNIT = new ConvUnit(true);
  private static final double AUXILIARY_WEIGHT = 0.4;   // the authors' code's; the paper names none

  public static InceptionV3 torchvision() {
    return new InceptionV3(1, false, true, Fives.ONE_5X5, Grid.SIDE_BY_SIDE, null, AUXILIARY_WEIGHT, true);
  }

  /** For 32 x 32 images: every module, at a quarter of its width, on maps of 15, 7 and 3 pixels; and the paper's two 3x3. */
  public static InceptionV3 small() {
    return new InceptionV3(4, true, true, Fives.TWO_3X3, Grid.SIDE_BY_SIDE, null, AUXILIARY_WEIGHT, true);
  }

  @Override public Node features(Node x) {
    x = smallImages ? smallStem(x) : stem(x);                      // 192 x 35 x 35
    x = module(x, "Mixed_5b", in -> fives(in, 32));
    x = module(x, "Mixed_5c", in -> fives(in, 64));
    x = module(x, "Mixed_5d", in -> fives(in, 64));                // 288 x 35 x 35
    x = module(x, "Mixed_6a", this::reduceTo17);
    x = module(x, "Mixed_6b", in -> sevens(in, 128));
    x = module(x, "Mixed_6c", in -> sevens(in, 160));
    x = module(x, "Mixed_6d", in -> sevens(in, 160));
    x = module(x, "Mixed_6e", in -> sevens(in, 192));              // 768 x 17 x 17
    x = module(x, "Mixed_7a", this::reduceTo8);
    x = module(x, "Mixed_7b", this::spread);
    return module(x, "Mixed_7c", this::spread);                    // 2048 x 8 x 8
  }

  private Node stem(Node x) {                                      // 3 x 299 x 299
    x = conv(x, "Conv2d_1a_3x3", Conv.of(32, 3).stride(2).padding(0));
    x = conv(x, "Conv2d_2a_3x3", Conv.of(32, 3).padding(0));
    x = conv(x, "Conv2d_2b_3x3", Conv.of(64, 3));
    x = x.maxPool("maxpool1", 3, 2, 0);                            // 64 x 73 x 73
    x = conv(x, "Conv2d_3b_1x1", Conv.of(80, 1));
    x = conv(x, "Conv2d_4a_3x3", Conv.of(192, 3).padding(0));
    return x.maxPool("maxpool2", 3, 2, 0);                         // 192 x 35 x 35
  }

  private Node smallStem(Node x) {                                 // C x 32 x 32
    x = conv(conv(x, "Conv2d_1a_3x3", Conv.of(64, 3)), "Conv2d_4a_3x3", Conv.of(192, 3));
    return x.maxPool("maxpool1", 3, 2, 0);
  }

  @Override public Node head(Node features, int classes) {
    if (auxiliary > 0) auxiliary(features.graph(), classes);
    return features.globalAvgPool("avgpool").dropout("dropout", 0.5).dense("fc", classes);
  }

  /** Figure 5: 1x1; 5x5; two 3x3; pool. */
  private Node fives(Node x, int pool) {
    return conv(x, "branch1x1", Conv.of(64, 1)).concat("concat",
        five(conv(x, "branch5x5_1", Conv.of(48, 1))),
        conv(doubled(x), "branch3x3dbl_3", Conv.of(96, 3)),
        pooled(x, pool));
  }

  private Node five(Node x) {
    return fives == Fives.TWO_3X3 ? conv(conv(x, "branch5x5_2", Conv.of(64, 3)), "branch5x5_3", Conv.of(64, 3))
        : conv(x, "branch5x5_2", Conv.of(64, 5));
  }

  /** Figure 10: half the height and width, by convolutions and a pool side by side. */
  private Node reduceTo17(Node x) {
    if (grid != Grid.SIDE_BY_SIDE) return oneByOne(x, 768);
    return conv(x, "branch3x3", Conv.of(384, 3).stride(2).padding(0)).concat("concat",
        conv(doubled(x), "branch3x3dbl_3", Conv.of(96, 3).stride(2).padding(0)),
        x.maxPool("branch_pool", 3, 2, 0));
  }

  /** Figure 6, n = 7: 1x1; 7x7; two 7x7; pool. */
  private Node sevens(Node x, int inner) {
    Node once = flat(conv(x, "branch7x7_1", Conv.of(inner, 1)), "branch7x7_2", "branch7x7_3", inner, 192);
    Node twice = tall(conv(x, "branch7x7dbl_1", Conv.of(inner, 1)), "branch7x7dbl_2", "branch7x7dbl_3", inner, inner);
    twice = tall(twice, "branch7x7dbl_4", "branch7x7dbl_5", inner, 192);
    return conv(x, "branch1x1", Conv.of(192, 1)).concat("concat", once, twice, pooled(x, 192));
  }

  private Node reduceTo8(Node x) {
    if (grid != Grid.SIDE_BY_SIDE) return oneByOne(x, 1280);
    Node threes = conv(conv(x, "branch3x3_1", Conv.of(192, 1)), "branch3x3_2", Conv.of(320, 3).stride(2).padding(0));
    Node sevens = flat(conv(x, "branch7x7x3_1", Conv.of(192, 1)), "branch7x7x3_2", "branch7x7x3_3", 192, 192);
    return threes.concat("concat", conv(sevens, "branch7x7x3_4", Conv.of(192, 3).stride(2).padding(0)), x.maxPool("branch_pool", 3, 2, 0));
  }

  /** Figure 9: to as many filters as figure 10's, one thing after the other. */
  private Node oneByOne(Node x, int filters) {
    Conv conv = Conv.of(filters, 3);
    return grid == Grid.POOL_FIRST ? conv(x.maxPool("pool", 3, 2, 0), "conv", conv) : conv(x, "conv", conv).maxPool("pool", 3, 2, 0);
  }

  /** Figure 7: branches that spread into 1x3 and 3x1 side by side. */
  private Node spread(Node x) {
    Node threes = conv(x, "branch3x3_1", Conv.of(384, 1));
    Node doubled = conv(conv(x, "branch3x3dbl_1", Conv.of(448, 1)), "branch3x3dbl_2", Conv.of(384, 3));
    return conv(x, "branch1x1", Conv.of(320, 1)).concat("concat",
        conv(threes, "branch3x3_2a", Conv.of(384, 1, 3)), conv(threes, "branch3x3_2b", Conv.of(384, 3, 1)),
        conv(doubled, "branch3x3dbl_3a", Conv.of(384, 1, 3)), conv(doubled, "branch3x3dbl_3b", Conv.of(384, 3, 1)),
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
    return factorised ? conv(conv(x, first, Conv.of(inner, 1, 7)), second, Conv.of(filters, 7, 1)) : conv(x, first, Conv.of(filters, 7));
  }

  /** 7x1 and then 1x7, or one 7x7. */
  private Node tall(Node x, String first, String second, int inner, int filters) {
    return factorised ? conv(conv(x, first, Conv.of(inner, 7, 1)), second, Conv.of(filters, 1, 7)) : conv(x, first, Conv.of(filters, 7));
  }

  /** Section 4 and figure 8: on the last 17 x 17 features, pooled to 5 x 5. */
  private void auxiliary(Graph graph, int classes) {
    ConvUnit unit = new ConvUnit(auxiliaryNorm);
    Node logits = graph.last("Mixed_6e").in("AuxLogits", in -> {
      int stride = smallImages ? 1 : 3;
      Node x = unit.apply(in.avgPool("pool", in.shape().height() - 4 * stride, stride), "conv0", Conv.of(128 / divisor, 1));
      return unit.apply(x, "conv1", Conv.of(768 / divisor, 5).padding(0)).globalAvgPool("avgpool").dense("fc", classes);
    });
    graph.auxiliary("aux", logits, auxiliary);
  }

  private Node module(Node x, String name, UnaryOperator<Node> body) {
    return x.in(name, in -> attention == null ? body.apply(in) : body.apply(in).in(attention.scope(), attention::apply));
  }

  private Node conv(Node x, String name, Conv conv) {
    return UNIT.apply(x, name, conv.withFilters(conv.filters() / divisor));
  }

  /** Every width a {@code divisor}-th. */
  public InceptionV3 narrowed(int divisor) {
    return new InceptionV3(divisor, smallImages, factorised, fives, grid, attention, auxiliary, auxiliaryNorm);
  }

  /** Every 1x7 and 7x1 pair as one 7x7. */
  public InceptionV3 withoutFactorisation() {
    return new InceptionV3(divisor, smallImages, false, fives, grid, attention, auxiliary, auxiliaryNorm);
  }

  public InceptionV3 withFives(Fives fives) {
    return new InceptionV3(divisor, smallImages, factorised, fives, grid, attention, auxiliary, auxiliaryNorm);
  }

  public InceptionV3 withGrid(Grid grid) {
    return new InceptionV3(divisor, smallImages, factorised, fives, grid, attention, auxiliary, auxiliaryNorm);
  }

  public InceptionV3 withAttention(Attention attention) {
    return new InceptionV3(divisor, smallImages, factorised, fives, grid, attention, auxiliary, auxiliaryNorm);
  }

  public InceptionV3 withoutAuxiliaryHead() {
    return new InceptionV3(divisor, smallImages, factorised, fives, grid, attention, 0, auxiliaryNorm);
  }

  /** The auxiliary classifier as GoogLeNet's was: with biases in place of batch norms. */
  public InceptionV3 withoutNormInAuxiliaryHead() {
    return new InceptionV3(divisor, smallImages, factorised, fives, grid, attention, auxiliary, false);
  }
}
