package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import sevennets.graph.Activation;
import sevennets.graph.BatchNorm;
import sevennets.graph.Conv;
import sevennets.graph.Node;
import sevennets.graph.Pad;
import sevennets.graph.StochasticDepth;
import sevennets.models.SqueezeExcitation.Squeeze;

/**
 * EfficientNet. Tan and Le 2019, arXiv:1905.11946: B0 is Table 1, all others follow from it by equation 3.
 *
 * @param scaling         what multiplies B0's width and depth
 * @param stages          Table 1's rows 2 to 8
 * @param stemStride      stride of the first convolution, in pixels
 * @param gated           whether each block has squeeze and excitation
 * @param fn              SiLU in the paper
 * @param norm            the batch norms' epsilon and momentum
 * @param samePadding     whether padding is TensorFlow's "same": the odd pixel goes to the right and below
 * @param dropout         probability before the last layer
 * @param stochasticDepth probability that the last block is dropped; it grows linearly from 0 at the first
 */
public record EfficientNet(Scaling scaling, List<Stage> stages, int stemStride, boolean gated, Activation fn, BatchNorm norm,
    boolean samePadding, double dropout, double stochasticDepth) implements Architecture {

  private static final int STEM = 32, HEAD = 1280;

  /** A row of Table 1; {@code expand} is what multiplies the channels inside a block. */
  public record Stage(int expand, int kernel, int filters, int layers, int stride) {}

  private static final List<Stage> B0 = List.of(
      new Stage(1, 3, 16, 1, 1),
      new Stage(6, 3, 24, 2, 2),
      new Stage(6, 5, 40, 2, 2),
      new Stage(6, 3, 80, 3, 2),
      new Stage(6, 5, 112, 3, 1),
      new Stage(6, 5, 192, 4, 2),
      new Stage(6, 3, 320, 1, 1));

  private static final double[] DROPOUT = {0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.5, 0.5};

  public static EfficientNet b0() {
    return b(0);
  }

  /** B0 to B7, with torchvision's batch norms: TensorFlow's constants from B5 on. */
  public static EfficientNet b(int number) {
    BatchNorm norm = number < 5 ? BatchNorm.STANDARD : BatchNorm.of(1e-3, 0.01);
    return new EfficientNet(Scaling.b(number), B0, 2, true, Activation.SILU, norm, false, DROPOUT[number], 0.2);
  }

  /** B0 scaled by equation 3, 2^phi times the cost; its images are as large as {@link Scaling#compound} says. */
  public static EfficientNet scaled(double phi) {
    return b0().withScaling(Scaling.compound(phi));
  }

  /** For 32 x 32 images: half the width, and stride 1 in the stem and the first two stages that have 2. */
  public static EfficientNet small() {
    List<Stage> stages = new ArrayList<>(B0);
    for (int i : new int[] {1, 2}) stages.set(i, new Stage(B0.get(i).expand, B0.get(i).kernel, B0.get(i).filters, B0.get(i).layers, 1));
    return new EfficientNet(Scaling.width(0.5), List.copyOf(stages), 1, true, Activation.SILU, BatchNorm.STANDARD, false, 0.2, 0.2);
  }

  /** EfficientNet-Lite0, for phones: no gates, ReLU6; the authors' repository describes it. Padding and batch norm are TensorFlow's. */
  public static EfficientNet lite0() {
    return b0().withoutGates().withActivation(Activation.RELU6).withSamePadding().with(BatchNorm.of(1e-3, 0.01));
  }

  @Override public Node features(Node image) {
    int blocks = stages.stream().mapToInt(s -> scaling.layers(s.layers)).sum();
    Node features = image.in("features", in -> {
      Node x = unit(in, Conv.of(scaling.channels(STEM), 3).stride(stemStride), fn);
      int done = 0;
      for (Stage stage : stages) {
        int first = done, layers = scaling.layers(stage.layers);
        x = x.in(null, y -> stage(y, stage, layers, first, blocks));
        done += layers;
      }
      return unit(x, Conv.of(scaling.channels(HEAD), 1), fn);
    });
    return features.globalAvgPool("avgpool");
  }

  @Override public Node head(Node features, int classes) {
    return features.in("classifier", x -> x.dropout(dropout).dense(classes));
  }

  private Node stage(Node x, Stage stage, int layers, int first, int blocks) {
    for (int i = 0; i < layers; i++) {
      int stride = i == 0 ? stage.stride : 1;
      double drop = stochasticDepth * (first + i) / blocks;
      x = x.in(null, in -> residual(in, stage, stride, drop));
    }
    return x;
  }

  /** MBConv: an inverted bottleneck (Sandler et al. 2018, arXiv:1801.04381, figure 3d) with squeeze and excitation. */
  private Node residual(Node x, Stage stage, int stride, double drop) {
    Node y = x.in("block", in -> {
      int inner = x.channels() * stage.expand;
      Node z = stage.expand == 1 ? in : unit(in, Conv.of(inner, 1), fn);
      z = unit(z, Conv.of(inner, stage.kernel).stride(stride).groups(inner), fn);
      if (gated) z = z.in(null, w -> gate().apply(w, Math.max(1, x.channels() / 4)));
      return unit(z, Conv.of(scaling.channels(stage.filters), 1), null);
    });
    if (stride != 1 || !x.sameShape(y)) return y;
    return (drop > 0 ? y.then("stochastic_depth", new StochasticDepth(drop)) : y).plus("add", x);
  }

  private SqueezeExcitation gate() {
    return new SqueezeExcitation(4, false, Squeeze.AVG, fn, Activation.SIGMOID, true);
  }

  /** Convolution, batch norm and {@code activation}, unless it is null, in a numbered scope. */
  private Node unit(Node x, Conv conv, Activation activation) {
    return x.in(null, in -> {
      Node y = samePadding ? Pad.same(in, conv) : in.conv(conv);
      y = y.then(norm);
      return activation == null ? y : y.then(activation);
    });
  }

  public EfficientNet withScaling(Scaling scaling) {
    return new EfficientNet(scaling, stages, stemStride, gated, fn, norm, samePadding, dropout, stochasticDepth);
  }

  public EfficientNet withStages(List<Stage> stages) {
    return new EfficientNet(scaling, stages, stemStride, gated, fn, norm, samePadding, dropout, stochasticDepth);
  }

  public EfficientNet withoutGates() {
    return new EfficientNet(scaling, stages, stemStride, false, fn, norm, samePadding, dropout, stochasticDepth);
  }

  public EfficientNet withActivation(Activation fn) {
    return new EfficientNet(scaling, stages, stemStride, gated, fn, norm, samePadding, dropout, stochasticDepth);
  }

  public EfficientNet withSamePadding() {
    return new EfficientNet(scaling, stages, stemStride, gated, fn, norm, true, dropout, stochasticDepth);
  }

  public EfficientNet with(BatchNorm norm) {
    return new EfficientNet(scaling, stages, stemStride, gated, fn, norm, samePadding, dropout, stochasticDepth);
  }

  public EfficientNet withStochasticDepth(double stochasticDepth) {
    return new EfficientNet(scaling, stages, stemStride, gated, fn, norm, samePadding, dropout, stochasticDepth);
  }
}
