package sevennets.models;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import sevennets.graph.Node;
import sevennets.ops.Conv;

/**
 * DenseNet. Huang, Liu, van der Maaten and Weinberger 2016, arXiv:1608.06993. ImageNet: Table 1;
 * CIFAR: section 3.
 *
 * <pre>{@code
 * Architecture k12 = DenseNet.cifar(40, 12);
 * Architecture cut = DenseNet.cifarBc(100, 12).withCompression(1);  // DenseNet-B: nothing is cut
 * }</pre>
 *
 * @param imageNet whether the stem is a 7x7 convolution and a max pool, each of stride 2, or one
 *     3x3 convolution
 * @param depths layers of each block
 * @param initial filters of the first convolution
 * @param growth how the channels grow
 * @param dropout probability after each convolution but the first; the paper's 0.2 is for training
 *     without augmentation
 */
public record DenseNet(
    boolean imageNet, List<Integer> depths, int initial, Growth growth, double dropout)
    implements Architecture {

  /**
   * What a layer adds and a transition takes away. Section 3.
   *
   * @param rate k: channels that each layer adds
   * @param bottleneck a 1x1 convolution of this many times k comes before each 3x3 (4 in a
   *     DenseNet-B); 0 for none
   * @param compression theta: the share of the channels that a transition keeps (0.5 in a
   *     DenseNet-C), in (0, 1]
   * @param dense whether a layer sees all layers before it in its block, or only the last one
   */
  public record Growth(int rate, int bottleneck, double compression, boolean dense) {
    static Growth plain(int rate) {
      return new Growth(rate, 0, 1, true);
    }

    /** DenseNet-BC: with bottlenecks and compression. */
    static Growth bc(int rate) {
      return new Growth(rate, 4, 0.5, true);
    }
  }

  public static DenseNet densenet121() {
    return imageNet(32, 6, 12, 24, 16);
  }

  public static DenseNet densenet169() {
    return imageNet(32, 6, 12, 32, 32);
  }

  public static DenseNet densenet201() {
    return imageNet(32, 6, 12, 48, 32);
  }

  public static DenseNet densenet264() {
    return imageNet(32, 6, 12, 64, 48);
  }

  /** The wide one of the paper's earlier versions, k = 48. */
  public static DenseNet densenet161() {
    return imageNet(48, 6, 12, 36, 24);
  }

  private static DenseNet imageNet(int growthRate, Integer... depths) {
    return new DenseNet(true, List.of(depths), 2 * growthRate, Growth.bc(growthRate), 0);
  }

  /**
   * Section 3, "Implementation Details": three blocks, {@code depth} convolutions and linear layers
   * in all.
   */
  public static DenseNet cifar(int depth, int growthRate) {
    return new DenseNet(false, blocks(depth, 1), 16, Growth.plain(growthRate), 0);
  }

  /** DenseNet-BC: with bottlenecks and compression. */
  public static DenseNet cifarBc(int depth, int growthRate) {
    return new DenseNet(false, blocks(depth, 2), 2 * growthRate, Growth.bc(growthRate), 0);
  }

  private static List<Integer> blocks(int depth, int convolutions) {
    int n = (depth - 4) / (3 * convolutions);
    if (n < 1 || depth != 3 * convolutions * n + 4)
      throw new IllegalArgumentException(
          "a DenseNet of three equal blocks has a depth of %dn+4, such as %d; received %d"
              .formatted(3 * convolutions, 36 * convolutions + 4, depth));
    return Collections.nCopies(3, n);
  }

  @Override
  public Node features(Node image) {
    Node features = image.in("features", in -> {
      Node x = stem(in);
      for (int i = 1; i <= depths.size(); i++) {
        if (i > 1) x = x.in("transition" + (i - 1), this::transition);
        int layers = depths.get(i - 1);
        x = x.in("denseblock" + i, y -> block(y, layers));
      }
      return x.bn("norm" + (depths.size() + 1));
    });
    return features.relu("relu").globalAvgPool("avgpool");
  }

  @Override
  public Node head(Node features, int classes) {
    return features.dense("classifier", classes);
  }

  private Node stem(Node x) {
    return imageNet
        ? x.convBn("conv0", "norm0", initial, 7, 2).relu("relu0").maxPool("pool0", 3, 2, 1)
        : x.conv("conv0", initial, 3, 1);
  }

  /** Equation 2: each layer sees the concatenation of all before it. */
  private Node block(Node x, int layers) {
    for (int i = 1; i <= layers; i++)
      x = x.in("denselayer" + i, in -> growth.dense ? in.concat("concat", layer(in)) : layer(in));
    return x;
  }

  /** "Composite function" and "Bottleneck layers": BN, ReLU, convolution, once or twice. */
  private Node layer(Node x) {
    int k = growth.rate;
    if (growth.bottleneck == 0)
      return dropped(x.bn("norm1").relu("relu1").conv("conv1", k, 3, 1), "dropout");
    Node narrow =
        dropped(x.bn("norm1").relu("relu1").conv("conv1", growth.bottleneck * k, 1, 1), "dropout1");
    return dropped(narrow.bn("norm2").relu("relu2").conv("conv2", k, 3, 1), "dropout2");
  }

  /** "Pooling layers" and "Compression". */
  private Node transition(Node x) {
    Node y = x.bn("norm")
        .relu("relu")
        .conv("conv", Conv.of((int) (x.channels() * growth.compression), 1));
    return dropped(y, "dropout").avgPool("pool", 2, 2);
  }

  private Node dropped(Node x, String id) {
    return dropout > 0 ? x.dropout(id, dropout) : x;
  }

  public DenseNet withGrowthRate(int rate) {
    return with(new Growth(rate, growth.bottleneck, growth.compression, growth.dense));
  }

  /** 1x1 convolutions of {@code bottleneck} times k before each 3x3; 0 for none. */
  public DenseNet withBottleneck(int bottleneck) {
    return with(new Growth(growth.rate, bottleneck, growth.compression, growth.dense));
  }

  public DenseNet withCompression(double compression) {
    return with(new Growth(growth.rate, growth.bottleneck, compression, growth.dense));
  }

  /** Each layer sees only the one before it. */
  public DenseNet withoutDenseConnections() {
    return with(new Growth(growth.rate, growth.bottleneck, growth.compression, false));
  }

  private DenseNet with(Growth growth) {
    return new DenseNet(imageNet, depths, initial, growth, dropout);
  }

  public DenseNet withDropout(double dropout) {
    return new DenseNet(imageNet, depths, initial, growth, dropout);
  }

  private static final String HUANG =
      "Huang, Liu, van der Maaten and Weinberger 2016, arXiv:1608.06993, ";

  static Family family() {
    return Family.named("DenseNet")
        .of(HUANG + "Table 1")
        .imageNet("densenet121", densenet121())
        .imageNet("densenet169", densenet169())
        .imageNet("densenet201", densenet201())
        .imageNet("densenet264", densenet264())
        .imageNet("densenet161", densenet161())
        .of(HUANG + "section 3")
        .small("densenet40_12_cifar", cifar(40, 12))
        .small("densenet100_12_cifar", cifar(100, 12))
        .small("densenet100_24_cifar", cifar(100, 24))
        .small("densenetbc100_12_cifar", cifarBc(100, 12))
        .small("densenetbc250_24_cifar", cifarBc(250, 24))
        .small("densenetbc190_40_cifar", cifarBc(190, 40))
        .small("densenet_small", cifar(22, 12))
        .stages("densenet121", stages(6, 12, 24, 16))
        .stages("densenet169", stages(6, 12, 32, 32))
        .stages("densenet201", stages(6, 12, 48, 32))
        .stages("densenet264", stages(6, 12, 64, 48))
        .errorsOf("Huang et al. 2016, Table 3")
        .oneCrop("densenet121", "121", 25.02, 7.71)
        .oneCrop("densenet169", "169", 23.80, 6.85)
        .oneCrop("densenet201", "201", 22.58, 6.34)
        .oneCrop("densenet264", "264", 22.15, 6.12)
        .tenCrops("densenet121", "121", 23.61, 6.66)
        .tenCrops("densenet169", "169", 22.08, 5.92)
        .tenCrops("densenet201", "201", 21.46, 5.54)
        .tenCrops("densenet264", "264", 20.80, 5.29)
        .errorsOf("Huang et al. 2016, Table 3 of the earlier versions")
        .oneCrop("densenet161", "161", 22.33, 6.15)
        .tenCrops("densenet161", "161", 20.85, 5.30)
        .build();
  }

  /** Table 1: output size and layers. */
  private static Map<String, String> stages(int... layers) {
    Map<String, String> rows =
        Family.rows("features.conv0 - pool0", "7x7 conv, stride 2; 56x56, 3x3 max pool, stride 2");
    for (int i = 1; i <= 4; i++) {
      rows.put(
          "features.denseblock" + i,
          "%1$dx%1$d, [1x1, 3x3] x%2$d".formatted(112 >> i, layers[i - 1]));
      if (i < 4)
        rows.put(
            "features.transition" + i,
            "%1$dx%1$d, 1x1 conv; 2x2 average pool, stride 2".formatted(56 >> i));
    }
    rows.put("features.norm5 - avgpool", "1x1, 7x7 global average pool");
    rows.put("classifier", "1000D fully-connected");
    return rows;
  }
}
