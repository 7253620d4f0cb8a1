package sevennets.models;

import java.util.function.UnaryOperator;
import sevennets.graph.Node;
import sevennets.models.Inception.Fives;
import sevennets.ops.Conv;

/**
 * Inception v3. Szegedy et al. 2015, arXiv:1512.00567: Table 1 and figure 8, as torchvision's
 * checkpoint has them (1x1 of 80 and 3x3 of 192 where Table 1's stem has three 3x3).
 *
 * <pre>{@code
 * Architecture whole = InceptionV3.small().withoutFactorisation();  // n x n, not 1 x n and n x 1
 * }</pre>
 *
 * @param modules what it is built of
 * @param smallImages whether the stem is for 32 x 32 images: two 3x3 convolutions and one pool
 * @param attention what reweighs each module's output, or null
 * @param auxiliary weight of the auxiliary classifier's loss; 0 leaves it out
 * @param auxiliaryNorm whether the auxiliary classifier's convolutions have batch norms (section 4:
 *     what makes v2 a v3)
 */
public record InceptionV3(
    InceptionV3Modules modules,
    boolean smallImages,
    Attention attention,
    double auxiliary,
    boolean auxiliaryNorm)
    implements Architecture {

  /**
   * Convolutions of stride 2 and a pool, side by side (figure 10); a pool and then a convolution,
   * whose narrow input is a bottleneck; or a convolution and then a pool, at more than twice the
   * cost (figure 9).
   */
  public enum Grid {
    SIDE_BY_SIDE,
    POOL_FIRST,
    CONVOLUTION_FIRST
  }

  private static final double AUXILIARY_WEIGHT = 0.4; // the authors' code's; the paper names none

  public static InceptionV3 torchvision() {
    return new InceptionV3(
        new InceptionV3Modules(1, true, Fives.ONE_5X5, Grid.SIDE_BY_SIDE),
        false,
        null,
        AUXILIARY_WEIGHT,
        true);
  }

  /**
   * For 32 x 32 images: every module, at a quarter of its width, on maps of 15, 7 and 3 pixels; and
   * the paper's two 3x3.
   */
  public static InceptionV3 small() {
    return new InceptionV3(
        new InceptionV3Modules(4, true, Fives.TWO_3X3, Grid.SIDE_BY_SIDE),
        true,
        null,
        AUXILIARY_WEIGHT,
        true);
  }

  /** What comes of an image: the end of the trunk, and where the auxiliary classifier looks. */
  private record Trunk(Node end, Node auxiliary) {}

  @Override
  public Node features(Node x) {
    return trunk(x).end;
  }

  private Trunk trunk(Node x) {
    x = smallImages ? smallStem(x) : stem(x); // 192 x 35 x 35
    x = module(x, "Mixed_5b", in -> modules.fives(in, 32));
    x = module(x, "Mixed_5c", in -> modules.fives(in, 64));
    x = module(x, "Mixed_5d", in -> modules.fives(in, 64)); // 288 x 35 x 35
    x = module(x, "Mixed_6a", modules::reduceTo17);
    x = module(x, "Mixed_6b", in -> modules.sevens(in, 128));
    x = module(x, "Mixed_6c", in -> modules.sevens(in, 160));
    x = module(x, "Mixed_6d", in -> modules.sevens(in, 160));
    Node last17 = module(x, "Mixed_6e", in -> modules.sevens(in, 192)); // 768 x 17 x 17
    x = module(last17, "Mixed_7a", modules::reduceTo8);
    x = module(x, "Mixed_7b", modules::spread);
    return new Trunk(module(x, "Mixed_7c", modules::spread), last17); // 2048 x 8 x 8
  }

  private Node stem(Node x) { // 3 x 299 x 299
    x = modules.conv(x, "Conv2d_1a_3x3", Conv.of(32, 3).stride(2).padding(0));
    x = modules.conv(x, "Conv2d_2a_3x3", Conv.of(32, 3).padding(0));
    x = modules.conv(x, "Conv2d_2b_3x3", Conv.of(64, 3));
    x = x.maxPool("maxpool1", 3, 2, 0); // 64 x 73 x 73
    x = modules.conv(x, "Conv2d_3b_1x1", Conv.of(80, 1));
    x = modules.conv(x, "Conv2d_4a_3x3", Conv.of(192, 3).padding(0));
    return x.maxPool("maxpool2", 3, 2, 0); // 192 x 35 x 35
  }

  private Node smallStem(Node x) { // C x 32 x 32
    x = modules.conv(x, "Conv2d_1a_3x3", Conv.of(64, 3));
    x = modules.conv(x, "Conv2d_4a_3x3", Conv.of(192, 3));
    return x.maxPool("maxpool1", 3, 2, 0);
  }

  @Override
  public Node head(Node features, int classes) {
    return features.globalAvgPool("avgpool").dropout("dropout", 0.5).dense("fc", classes);
  }

  @Override
  public Node logits(Node image, int classes) {
    Trunk trunk = trunk(image);
    if (auxiliary > 0) auxiliary(trunk.auxiliary, classes);
    return head(trunk.end, classes);
  }

  /** Section 4 and figure 8: on the last 17 x 17 features, pooled to 5 x 5. */
  private void auxiliary(Node last17, int classes) {
    ConvUnit unit = new ConvUnit(auxiliaryNorm);
    Node logits = last17.in("AuxLogits", in -> {
      int stride = smallImages ? 1 : 3;
      Node x = unit.apply(
          in.avgPool("pool", in.shape().height() - 4 * stride, stride),
          "conv0",
          Conv.of(128 / modules.divisor(), 1));
      return unit.apply(x, "conv1", Conv.of(768 / modules.divisor(), 5).padding(0))
          .globalAvgPool("avgpool")
          .dense("fc", classes);
    });
    last17.graph().auxiliary("aux", logits, auxiliary);
  }

  private Node module(Node x, String name, UnaryOperator<Node> body) {
    return x.in(
        name,
        in -> attention == null
            ? body.apply(in)
            : body.apply(in).in(attention.scope(), attention::apply));
  }

  /** Every width a {@code divisor}-th. */
  public InceptionV3 narrowed(int divisor) {
    return with(
        new InceptionV3Modules(divisor, modules.factorised(), modules.fives(), modules.grid()));
  }

  /** Every 1x7 and 7x1 pair as one 7x7. */
  public InceptionV3 withoutFactorisation() {
    return with(new InceptionV3Modules(modules.divisor(), false, modules.fives(), modules.grid()));
  }

  public InceptionV3 withFives(Fives fives) {
    return with(
        new InceptionV3Modules(modules.divisor(), modules.factorised(), fives, modules.grid()));
  }

  public InceptionV3 withGrid(Grid grid) {
    return with(
        new InceptionV3Modules(modules.divisor(), modules.factorised(), modules.fives(), grid));
  }

  private InceptionV3 with(InceptionV3Modules modules) {
    return new InceptionV3(modules, smallImages, attention, auxiliary, auxiliaryNorm);
  }

  public InceptionV3 withAttention(Attention attention) {
    return new InceptionV3(modules, smallImages, attention, auxiliary, auxiliaryNorm);
  }

  public InceptionV3 withoutAuxiliaryHead() {
    return new InceptionV3(modules, smallImages, attention, 0, auxiliaryNorm);
  }

  /** The auxiliary classifier as GoogLeNet's was: with biases in place of batch norms. */
  public InceptionV3 withoutNormInAuxiliaryHead() {
    return new InceptionV3(modules, smallImages, attention, auxiliary, false);
  }

  static Family family() {
    return Family.named("Inception")
        .of("Szegedy et al. 2015, arXiv:1512.00567, Table 1")
        .imageNet("inception_v3", torchvision(), 299)
        .small("inception_v3_small", small())
        .stages( // Table 1: patch size and stride, size of the input
            "inception_v3",
            "Conv2d_1a_3x3",
            "conv 3x3/2, 299x299x3",
            "Conv2d_2a_3x3",
            "conv 3x3/1, 149x149x32",
            "Conv2d_2b_3x3",
            "conv padded 3x3/1, 147x147x32",
            "maxpool1",
            "pool 3x3/2, 147x147x64",
            "Conv2d_3b_1x1",
            "conv 3x3/1, 73x73x64",
            "Conv2d_4a_3x3",
            "conv 3x3/2, 71x71x80",
            "Mixed_5b",
            "3x Inception, 35x35x288",
            "Mixed_6b",
            "5x Inception, 17x17x768",
            "Mixed_7b",
            "2x Inception, 8x8x1280",
            "avgpool",
            "pool 8x8, 8x8x2048",
            "dropout - fc",
            "linear, 1x1x2048")
        .errorsOf("Szegedy et al. 2015, Table 3, on 48,238 of the 50,000 photographs")
        .oneCrop("inception_v3", "v3", 21.2, 5.6)
        .build();
  }
}
