package sevennets.models;

import sevennets.graph.Node;
import sevennets.ops.BatchNorm;
import sevennets.ops.ChannelPool;
import sevennets.ops.Conv;
import sevennets.ops.StackTokens;
import sevennets.ops.TokenPool;

/**
 * The convolutional block attention module: a gate for each channel, and a gate for each pixel.
 * Woo, Park, Lee and Kweon 2018, arXiv:1807.06521: equations 1 to 3.
 *
 * <p>The convolution of the spatial gate has a batch norm, which the authors' code has and the
 * paper does not mention.
 *
 * <pre>{@code
 * Architecture net = ResNet.cifar(20).withAttention(Cbam.paper().withReduction(4));
 * }</pre>
 *
 * @param reduction r: the channel gate's hidden layer has C/r units
 * @param channel what stands for a channel (Table 1)
 * @param pixel what stands for a pixel (Table 2)
 * @param kernel side of the spatial gate's window, in pixels (Table 2)
 * @param order which gate comes first (Table 3)
 */
public record Cbam(int reduction, Statistic channel, Statistic pixel, int kernel, Order order)
    implements Attention {

  private static final BatchNorm NORM = BatchNorm.of(1e-5, 0.01);

  /** Means, largest values, both; or no such gate. */
  public enum Statistic {
    AVG,
    MAX,
    BOTH,
    NONE
  }

  /** One after the other, or both from the features as they came. */
  public enum Order {
    CHANNEL_FIRST,
    PIXEL_FIRST,
    PARALLEL
  }

  /** Both statistics for both gates, r = 16, a window of 7, the channels first. */
  public static Cbam paper() {
    return new Cbam(16, Statistic.BOTH, Statistic.BOTH, 7, Order.CHANNEL_FIRST);
  }

  @Override
  public String scope() {
    return "cbam";
  }

  @Override
  public Node apply(Node x) {
    return switch (order) {
      case CHANNEL_FIRST -> byPixel(byChannel(x, x));
      case PIXEL_FIRST -> {
        Node gated = byPixel(x);
        yield byChannel(gated, gated);
      }
      case PARALLEL -> byChannel(byPixel(x), x);
    };
  }

  /** Equation 2: each channel of {@code x} times a gate that follows from {@code seen}. */
  private Node byChannel(Node x, Node seen) {
    return channel == Statistic.NONE
        ? x
        : x.scale("scale_channels", seen.in("channels", this::channelGate));
  }

  /**
   * Both statistics go through one perceptron, as two tokens of a sequence; its answers are summed.
   */
  private Node channelGate(Node x) {
    Node answer = switch (channel) {
      case AVG -> perceptron(x.globalAvgPool("avg"));
      case MAX -> perceptron(x.globalMaxPool("max"));
      default ->
        perceptron(x.globalAvgPool("avg").then("stack", new StackTokens(), x.globalMaxPool("max")))
            .then("sum", TokenPool.SUM);
    };
    return answer.sigmoid("gate");
  }

  private Node perceptron(Node x) {
    return x.dense("fc1", Math.max(1, x.channels() / reduction))
        .relu("act")
        .dense("fc2", x.channels());
  }

  /** Equation 3: each pixel times a gate that follows from its neighbourhood. */
  private Node byPixel(Node x) {
    return pixel == Statistic.NONE ? x : x.scale("scale_pixels", x.in("pixels", this::pixelGate));
  }

  private Node pixelGate(Node x) {
    Node maps = switch (pixel) {
      case AVG -> x.then("avg", ChannelPool.AVG);
      case MAX -> x.then("max", ChannelPool.MAX);
      default -> x.then("avg", ChannelPool.AVG).concat("concat", x.then("max", ChannelPool.MAX));
    };
    return maps.conv("conv", Conv.of(1, kernel)).then("bn", NORM).sigmoid("gate");
  }

  public Cbam withReduction(int reduction) {
    return new Cbam(reduction, channel, pixel, kernel, order);
  }

  public Cbam withChannel(Statistic channel) {
    return new Cbam(reduction, channel, pixel, kernel, order);
  }

  public Cbam withPixel(Statistic pixel) {
    return new Cbam(reduction, channel, pixel, kernel, order);
  }

  public Cbam withKernel(int kernel) {
    return new Cbam(reduction, channel, pixel, kernel, order);
  }

  public Cbam withOrder(Order order) {
    return new Cbam(reduction, channel, pixel, kernel, order);
  }

  static Family family() {
    return Family.named("CBAM")
        .of("Woo, Park, Lee and Kweon 2018, arXiv:1807.06521, section 3")
        .imageNet("cbamresnet18", ResNet.resnet18().withAttention(paper()))
        .imageNet("cbamresnet34", ResNet.resnet34().withAttention(paper()))
        .imageNet("cbamresnet50", ResNet.resnet50().withAttention(paper()))
        .imageNet("cbamresnet101", ResNet.resnet101().withAttention(paper()))
        .small("cbamresnet20_cifar", ResNet.cifar(20).withAttention(paper()))
        .build();
  }
}
