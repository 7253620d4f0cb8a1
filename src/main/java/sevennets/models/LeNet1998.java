package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sevennets.graph.Node;
import sevennets.ops.ChannelAffine;
import sevennets.ops.Conv;
import sevennets.ops.Pool;
import sevennets.ops.RadialBasis;
import sevennets.ops.ScaledTanh;
import sevennets.ops.SelectChannels;

/**
 * LeNet-5 as published. LeCun, Bottou, Bengio and Haffner 1998, section II.B and figure 2, for 32 x
 * 32 images.
 *
 * <p>Departs from the paper in the pictures of {@link DigitCodes}, in its fresh weights, and in
 * that no map is computed twice to save time.
 *
 * <pre>{@code
 * Architecture wired = LeNet1998.paper().withLinearOutput();  // Table I's wires, a softmax on top
 * }</pre>
 *
 * @param sparse whether each map of C3 sees the maps of S2 that Table I names, or all of them
 * @param radial whether the outputs are distances from fixed codes, or a linear layer
 */
public record LeNet1998(boolean sparse, boolean radial) implements Architecture {

  /** Table I: the maps of S2 that each map of C3 sees. */
  private static final List<List<Integer>> TABLE = table();

  public static LeNet1998 paper() {
    return new LeNet1998(true, true);
  }

  /** Six of three neighbours in a ring, six of four, three of two pairs, and one of all. */
  private static List<List<Integer>> table() {
    List<List<Integer>> rows = new ArrayList<>();
    for (int count = 3; count <= 4; count++)
      for (int first = 0; first < 6; first++) {
        int from = first, length = count;
        rows.add(
            IntStream.range(0, length).map(i -> (from + i) % 6).sorted().boxed().toList());
      }
    rows.addAll(List.of(
        List.of(0, 1, 3, 4), List.of(1, 2, 4, 5), List.of(0, 2, 3, 5), List.of(0, 1, 2, 3, 4, 5)));
    return List.copyOf(rows);
  }

  @Override
  public Node features(Node image) { // C x 32 x 32
    Node c1 = image.conv("c1", five(6)).then("f1", ScaledTanh.LENET); // 6 x 28 x 28
    Node c3 = c3(subsample(c1, "s2")).then("f3", ScaledTanh.LENET); // 16 x 10 x 10
    return subsample(c3, "s4").conv("c5", five(120)).then("f5", ScaledTanh.LENET); // 120 x 1 x 1
  }

  @Override
  public Node head(Node features, int classes) {
    Node f6 = features.flatten("flatten").dense("f6", 84).then("f6_tanh", ScaledTanh.LENET);
    return radial
        ? f6.then("output", new RadialBasis(DigitCodes.of(classes)))
        : f6.dense("output", classes);
  }

  /**
   * Four neighbours' sum, times a coefficient, plus a bias; the coefficient takes in the mean's
   * quarter.
   */
  private static Node subsample(Node x, String scope) {
    return x.in(
        scope,
        in -> in.then("mean", Pool.avg(2, 2, 0))
            .then("affine", new ChannelAffine())
            .then("tanh", ScaledTanh.LENET));
  }

  private Node c3(Node s2) {
    if (!sparse) return s2.conv("c3", five(16));
    List<Node> maps = new ArrayList<>();
    for (List<Integer> seen : TABLE)
      maps.add(s2.in(
          "c3." + maps.size(),
          in -> in.then("select", new SelectChannels(seen)).conv("conv", five(1))));
    return maps.get(0).concat("c3.concat", maps.subList(1, maps.size()).toArray(Node[]::new));
  }

  private static Conv five(int filters) {
    return Conv.of(filters, 5).padding(0).bias();
  }

  /** Every map of C3 sees every map of S2. */
  public LeNet1998 withFullC3() {
    return new LeNet1998(false, radial);
  }

  /** A linear layer in place of the distances. */
  public LeNet1998 withLinearOutput() {
    return new LeNet1998(sparse, false);
  }

  static Family family() {
    return Family.named("LeNet")
        .of("LeCun, Bottou, Bengio and Haffner 1998, section II.B")
        .small("lenet5_paper", paper())
        .build();
  }
}
