package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import sevennets.graph.Node;
import sevennets.ops.Activation;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;

/**
 * EfficientNet. Tan and Le 2019, arXiv:1905.11946: B0 is Table 1, all others follow from it by
 * equation 3.
 *
 * <pre>{@code
 * EfficientNet wide = EfficientNet.b0().withScaling(Scaling.width(1.4));
 * ComputationGraph b0 = Models.get("efficientnet_b0").net(1);
 * }</pre>
 *
 * @param scaling what multiplies B0's width and depth
 * @param endsFixed whether the stem, the first and the last stage keep B0's width and depth, as in
 *     the Lites
 * @param stages Table 1's rows 2 to 8
 * @param stemStride stride of the first convolution, in pixels
 * @param block what each block is made of
 * @param dropout probability before the last layer
 * @param stochasticDepth probability that the last block is dropped; it grows linearly from 0 at
 *     the first
 */
public record EfficientNet(
    Scaling scaling,
    boolean endsFixed,
    List<Stage> stages,
    int stemStride,
    MbConv block,
    double dropout,
    double stochasticDepth)
    implements Architecture {

  private static final int STEM = 32, HEAD = 1280;

  /**
   * A row of Table 1; {@code expand} is what multiplies the channels inside a block, {@code stride}
   * is the first block's.
   */
  public record Stage(int expand, int kernel, int filters, int layers, int stride) {
    Stage withStride(int stride) {
      return new Stage(expand, kernel, filters, layers, stride);
    }
  }

  private static final List<Stage> B0 = List.of(
      new Stage(1, 3, 16, 1, 1),
      new Stage(6, 3, 24, 2, 2),
      new Stage(6, 5, 40, 2, 2),
      new Stage(6, 3, 80, 3, 2),
      new Stage(6, 5, 112, 3, 1),
      new Stage(6, 5, 192, 4, 2),
      new Stage(6, 3, 320, 1, 1));

  /** Of B0 to B7, in the authors' code. */
  private static final double[] DROPOUT = {0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5};

  private static final double STOCHASTIC_DEPTH = 0.2; // section 5.2: a survival probability of 0.8
  private static final BatchNorm TENSORFLOW = BatchNorm.of(1e-3, 0.01); // the authors' code

  public static EfficientNet b0() {
    return b(0);
  }

  /** B0 to B7, with torchvision's batch norms: TensorFlow's constants from B5 on. */
  public static EfficientNet b(int number) {
    MbConv block =
        new MbConv(true, Activation.SILU, number < 5 ? BatchNorm.STANDARD : TENSORFLOW, false);
    return new EfficientNet(
        Scaling.b(number), false, B0, 2, block, DROPOUT[number], STOCHASTIC_DEPTH);
  }

  /**
   * B0 scaled by equation 3, 2^phi times the cost; its images are as large as
   * {@link Scaling#compound} says.
   */
  public static EfficientNet scaled(double phi) {
    return b0().withScaling(Scaling.compound(phi));
  }

  /**
   * For 32 x 32 images: half the width, and two strides fewer, the stem's and the last, which leave
   * maps of 4 x 4.
   */
  public static EfficientNet small() {
    List<Stage> stages = new ArrayList<>(B0);
    stages.set(5, B0.get(5).withStride(1));
    return new EfficientNet(
        Scaling.width(0.5),
        false,
        List.copyOf(stages),
        1,
        b0().block,
        DROPOUT[0],
        STOCHASTIC_DEPTH);
  }

  /** Height and width of the images of Lite0 to Lite4, in the authors' code. */
  static final int[] LITE_PIXELS = {224, 240, 260, 280, 300};

  /** Of Lite0 to Lite4, in the authors' code. */
  private static final double[] LITE_DROPOUT = {0.2, 0.2, 0.3, 0.3, 0.3};

  /** EfficientNet-Lite0, for phones. */
  public static EfficientNet lite0() {
    return lite(0);
  }

  /**
   * EfficientNet-Lite0 to Lite4, for phones: no gates, ReLU6, stem and ends not scaled; the
   * authors' repository describes them. Padding and batch norm are TensorFlow's.
   */
  public static EfficientNet lite(int number) {
    if (number < 0 || number >= LITE_PIXELS.length)
      throw new IllegalArgumentException(
          "the released EfficientNet-Lites are Lite0 to Lite4, received Lite" + number);
    MbConv block = new MbConv(false, Activation.RELU6, TENSORFLOW, true);
    return new EfficientNet(
        Scaling.b(number), true, B0, 2, block, LITE_DROPOUT[number], STOCHASTIC_DEPTH);
  }

  /**
   * B0 to B7 as TensorFlow computes them, for checkpoints that began there: its padding, and its
   * batch norm's epsilon.
   */
  public static EfficientNet tensorFlow(int number) {
    return b(number).with(new MbConv(true, Activation.SILU, TENSORFLOW, true));
  }

  @Override
  public Node features(Node image) {
    int blocks = stages.stream().mapToInt(this::layers).sum();
    Node features = image.in("features", in -> {
      Node x =
          block.unit(in, Conv.of(endsFixed ? STEM : scaling.channels(STEM), 3).stride(stemStride));
      int done = 0;
      for (Stage stage : stages) {
        int first = done, layers = layers(stage);
        x = x.in(null, y -> stage(y, stage, layers, first, blocks));
        done += layers;
      }
      return block.unit(x, Conv.of(endsFixed ? HEAD : scaling.channels(HEAD), 1));
    });
    return features.globalAvgPool("avgpool");
  }

  @Override
  public Node head(Node features, int classes) {
    return features.in("classifier", x -> x.dropout(dropout).dense(classes));
  }

  private int layers(Stage stage) {
    boolean atAnEnd = stage == stages.get(0) || stage == stages.get(stages.size() - 1);
    return endsFixed && atAnEnd ? stage.layers : scaling.layers(stage.layers);
  }

  private Node stage(Node x, Stage stage, int layers, int first, int blocks) {
    for (int i = 0; i < layers; i++) {
      int stride = i == 0 ? stage.stride : 1;
      double drop = stochasticDepth * (first + i) / blocks;
      x = x.in(null, in -> block.apply(in, stage, scaling.channels(stage.filters), stride, drop));
    }
    return x;
  }

  public EfficientNet withScaling(Scaling scaling) {
    return new EfficientNet(
        scaling, endsFixed, stages, stemStride, block, dropout, stochasticDepth);
  }

  public EfficientNet withStages(List<Stage> stages) {
    return new EfficientNet(
        scaling, endsFixed, stages, stemStride, block, dropout, stochasticDepth);
  }

  public EfficientNet withoutGates() {
    return with(new MbConv(false, block.fn(), block.norm(), block.samePadding()));
  }

  public EfficientNet withActivation(Activation fn) {
    return with(new MbConv(block.gated(), fn, block.norm(), block.samePadding()));
  }

  /** TensorFlow's "same" padding, as in checkpoints that began there. */
  public EfficientNet withSamePadding() {
    return with(new MbConv(block.gated(), block.fn(), block.norm(), true));
  }

  public EfficientNet withStochasticDepth(double stochasticDepth) {
    return new EfficientNet(
        scaling, endsFixed, stages, stemStride, block, dropout, stochasticDepth);
  }

  private EfficientNet with(MbConv block) {
    return new EfficientNet(
        scaling, endsFixed, stages, stemStride, block, dropout, stochasticDepth);
  }

  static Family family() {
    Family.Builder family =
        Family.named("EfficientNet").of("Tan and Le 2019, arXiv:1905.11946, Tables 1 and 2");
    for (int i = 0; i <= 7; i++)
      family.imageNet("efficientnet_b" + i, b(i), Scaling.b(i).pixels(224));
    for (int i = 0; i <= 7; i++)
      family.imageNet("tf_efficientnet_b" + i, tensorFlow(i), Scaling.b(i).pixels(224));
    for (int i = 0; i <= 4; i++) family.imageNet("efficientnet_lite" + i, lite(i), LITE_PIXELS[i]);
    family.errorsOf("Tan and Le 2019, Table 2 of version 5");
    for (int i = 0; i <= 7; i++) // the paper prints accuracies
    family.oneCrop("efficientnet_b" + i, "B" + i, 100 - TOP_1[i], 100 - TOP_5[i]);
    return family
        .small("efficientnet_small", small())
        .stages( // Table 1: operator, resolution of its input, channels, layers
            "efficientnet_b0",
            "features.0",
            "Conv3x3, 224x224, 32, 1",
            "features.1",
            "MBConv1 k3x3, 112x112, 16, 1",
            "features.2",
            "MBConv6 k3x3, 112x112, 24, 2",
            "features.3",
            "MBConv6 k5x5, 56x56, 40, 2",
            "features.4",
            "MBConv6 k3x3, 28x28, 80, 3",
            "features.5",
            "MBConv6 k5x5, 14x14, 112, 3",
            "features.6",
            "MBConv6 k5x5, 14x14, 192, 4",
            "features.7",
            "MBConv6 k3x3, 7x7, 320, 1",
            "features.8",
            "Conv1x1, Pooling, FC, 7x7, 1280, 1")
        .build();
  }

  /** Table 2 of version 5: accuracies of B0 to B7, percent, one crop. */
  private static final double[] TOP_1 = {77.1, 79.1, 80.1, 81.6, 82.9, 83.6, 84.0, 84.3},
      TOP_5 = {93.3, 94.4, 94.9, 95.7, 96.4, 96.7, 96.8, 97.0};
}
