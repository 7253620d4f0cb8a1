package sevennets.claims;

import java.util.Locale;
import sevennets.graph.Node;
import sevennets.models.Architecture;
import sevennets.ops.Activation;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.PadShortcut;

/**
 * One net that grows, from LeNet-5 on: each step changes a few lines as a paper did, and keeps what
 * the steps before it changed. For C x 32 x 32 images.
 *
 * @param step the last idea that is in
 */
record GrowingNet(Step step) implements Architecture {

  /** In the order of the papers. */
  enum Step {
    /** LeNet-5 (1998), with a tanh, means and a softmax. */
    LENET(38),
    /** ReLU, maxima, and more filters (2012). */
    ALEXNET(20),
    /** Pairs of 3 x 3 windows in place of a 5 x 5, and a third stage (2014). */
    VGG(7),
    /** The mean of each map in place of dense layers (2014). */
    GOOGLENET(8),
    /** Each convolution's output brought to mean 0 and variance 1 (2015). */
    BATCHNORM(8),
    /** A shortcut past each pair (2015). */
    RESNET(6),
    /** Gates for channels (2017). */
    SENET(5),
    /** Depthwise windows between two 1 x 1, and SiLU (2019). */
    EFFICIENTNET(2);

    private final int passes;

    Step(int passes) {
      this.passes = passes;
    }

    /**
     * Passes over 3,000 images that some twenty seconds of one core buy, from training speeds
     * measured in processor time: a clock on the wall would count what else the machine does.
     */
    int passes() {
      return passes;
    }

    /** As an arm is called. */
    String arm() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int STEM = 16;
  private static final int EXPAND = 4;
  private static final int REDUCTION = 4;

  private boolean has(Step idea) {
    return step.compareTo(idea) >= 0;
  }

  @Override
  public Node features(Node x) {
    if (!has(Step.VGG)) {
      x = pool(active(x.conv(
          "c1", Conv.of(has(Step.ALEXNET) ? 16 : 6, 5).padding(0).bias())));
      return pool(active(x.conv(
          "c3", Conv.of(has(Step.ALEXNET) ? 32 : 16, 5).padding(0).bias())));
    }
    if (has(Step.EFFICIENTNET)) x = unit(x, Conv.of(STEM, 3));
    for (int filters = STEM; filters <= 4 * STEM; filters *= 2) x = pool(block(x, filters));
    return x;
  }

  @Override
  public Node head(Node features, int classes) {
    if (has(Step.GOOGLENET)) return features.globalAvgPool("mean").dense("output", classes);
    Node x = active(features.flatten("flatten").dense("c5", 120));
    return active(x.dense("f6", 84)).dense("output", classes);
  }

  private Node block(Node x, int filters) {
    if (has(Step.EFFICIENTNET)) return inverted(x, filters);
    Node f = convolution(unit(x, Conv.of(filters, 3)), Conv.of(filters, 3));
    return active(has(Step.RESNET) ? past(x, f) : f);
  }

  private Node inverted(Node x, int filters) {
    int inner = EXPAND * x.channels();
    Node f = unit(unit(x, Conv.of(inner, 1)), Conv.of(inner, 3).groups(inner));
    return past(x, convolution(gated(f), Conv.of(filters, 1)));
  }

  /** The sum of a branch and of what comes past it, zeros in place of channels that it lacks. */
  private Node past(Node x, Node f) {
    Node gated = has(Step.SENET) && !has(Step.EFFICIENTNET) ? gated(f) : f;
    return gated.plus(null, x.sameShape(f) ? x : x.then(new PadShortcut(f.channels(), 1)));
  }

  private Node gated(Node x) {
    Node hidden =
        active(x.globalAvgPool(null).then(Dense.of(x.channels() / REDUCTION).asPointwise()));
    return x.scale(null, hidden.then(Dense.of(x.channels()).asPointwise()).sigmoid(null));
  }

  private Node unit(Node x, Conv conv) {
    return active(convolution(x, conv));
  }

  private Node convolution(Node x, Conv conv) {
    return has(Step.BATCHNORM) ? x.conv(conv).bn() : x.conv(conv.bias());
  }

  private Node active(Node x) {
    if (has(Step.EFFICIENTNET)) return x.silu();
    return x.then(has(Step.ALEXNET) ? Activation.RELU : Activation.TANH);
  }

  private Node pool(Node x) {
    return has(Step.ALEXNET) ? x.maxPool(2, 2) : x.avgPool(null, 2, 2);
  }
}
