package sevennets.models;

import java.util.List;
import sevennets.graph.Node;
import sevennets.ops.Conv;
import sevennets.ops.Pool;

/**
 * Network in Network. Lin, Chen and Yan 2013, arXiv:1312.4400: figure 2, for C x 32 x 32 images.
 *
 * <p>The paper prints no widths: they are those of the authors' released CIFAR-10 model, whose
 * second pool averages where the paper speaks of maxima. Its names are kept, "cccp" for the 1x1
 * convolutions among them.
 *
 * <pre>{@code
 * NetworkInNetwork small = NetworkInNetwork.cifar().narrowed(4);
 * NetworkInNetwork linear = small.withoutPerceptrons();  // its ablation: no 1x1 convolutions inside
 * }</pre>
 *
 * @param blocks the mlpconv layers; the last one's last convolution is the head's, with a map for
 *     each class
 * @param head what turns the classes' maps into scores (section 4.6, Table 5)
 * @param dropout probability after each mlpconv layer but the last (section 4.1)
 */
public record NetworkInNetwork(List<MlpConv> blocks, Head head, double dropout)
    implements Architecture {

  /**
   * A convolution, and a perceptron at each of its places: 1x1 convolutions (section 3.1).
   *
   * @param kernel side of the convolution's window, in pixels
   * @param filters of the convolution, and of each 1x1 after it
   */
  public record MlpConv(int kernel, List<Integer> filters) {}

  /**
   * The mean of each class's map; a fully connected layer on all maps; or that with dropout on its
   * input.
   */
  public enum Head {
    AVERAGE,
    DENSE,
    DENSE_DROPOUT
  }

  /** The authors' model for CIFAR-10. */
  public static NetworkInNetwork cifar() {
    return new NetworkInNetwork(
        List.of(
            new MlpConv(5, List.of(192, 160, 96)),
            new MlpConv(5, List.of(192, 192, 192)),
            new MlpConv(3, List.of(192, 192))),
        Head.AVERAGE,
        0.5);
  }

  @Override
  public Node features(Node x) { // C x 32 x 32
    x = mlpconv(x, 1); // 96 x 32 x 32
    x = x.then("pool1", Pool.max(3, 2, 0).ceiling()).dropout("drop1", dropout);
    x = mlpconv(x, 2); // 192 x 16 x 16
    x = x.then("pool2", meanOfPixels()).dropout("drop2", dropout);
    return mlpconv(x, 3); // 192 x 8 x 8
  }

  @Override
  public Node head(Node features, int classes) {
    Node maps = features.in(
        "mlpconv3", in -> in.conv("cccp2", Conv.of(classes, 1).bias()).relu("relu2"));
    if (head == Head.AVERAGE) return maps.globalAvgPool("avgpool");
    Node vector = maps.flatten("flatten");
    return (head == Head.DENSE_DROPOUT ? vector.dropout("drop3", 0.5) : vector)
        .dense("fc", classes);
  }

  private Node mlpconv(Node x, int number) {
    MlpConv block = blocks.get(number - 1);
    return x.in("mlpconv" + number, in -> {
      Node y =
          in.conv("conv", Conv.of(block.filters.get(0), block.kernel).bias()).relu("relu");
      for (int i = 1; i < block.filters.size(); i++)
        y = y.conv("cccp" + i, Conv.of(block.filters.get(i), 1).bias()).relu("relu" + i);
      return y;
    });
  }

  /** A 3/2 average that divides by the pixels it sees, also in the last, partial window. */
  private static Pool meanOfPixels() {
    return Pool.avg(3, 2, 0).ceiling().withoutPadding();
  }

  /** Every width a {@code divisor}-th. */
  public NetworkInNetwork narrowed(int divisor) {
    List<MlpConv> narrow = blocks.stream()
        .map(b -> new MlpConv(b.kernel, b.filters.stream().map(f -> f / divisor).toList()))
        .toList();
    return new NetworkInNetwork(narrow, head, dropout);
  }

  /**
   * Each mlpconv layer as a plain convolution of its last width: the net without a network in it.
   */
  public NetworkInNetwork withoutPerceptrons() {
    List<MlpConv> plain = blocks.stream()
        .map(b -> new MlpConv(b.kernel, b.filters.subList(b.filters.size() - 1, b.filters.size())))
        .toList();
    return new NetworkInNetwork(plain, head, dropout);
  }

  public NetworkInNetwork withHead(Head head) {
    return new NetworkInNetwork(blocks, head, dropout);
  }

  public NetworkInNetwork withDropout(double dropout) {
    return new NetworkInNetwork(blocks, head, dropout);
  }

  static Family family() {
    return Family.named("Network in Network")
        .of("Lin, Chen and Yan 2013, arXiv:1312.4400, figure 2")
        .small("nin_cifar", cifar())
        .small("nin_fc_cifar", cifar().withHead(Head.DENSE))
        .small("nin_small", cifar().narrowed(4))
        .build();
  }
}
