package sevennets.models;

import java.util.List;
import java.util.Map;
import java.util.Set;
import sevennets.graph.Node;
import sevennets.models.Recalibration.Placement;
import sevennets.models.Residual.Block;
import sevennets.models.Residual.Norm;
import sevennets.models.Residual.Shortcut;
import sevennets.ops.Conv;

/**
 * ResNet. He, Zhang, Ren and Sun 2015, arXiv:1512.03385. ImageNet: Table 1; CIFAR, depth 6n+2:
 * section 4.2.
 *
 * <p>Departs from the paper unless {@link #withStrideIn1x1()}: a bottleneck strides in its 3x3, as
 * torchvision's ("v1.5") does.
 *
 * <pre>{@code
 * Architecture plain = ResNet.cifar(56).plain();  // figure 6, left: no shortcuts
 * Architecture first = ResNet.cifar(20).preActivated();
 * }</pre>
 *
 * @param stem how the image becomes the first stage's input
 * @param width filters of the first stage; each further one has twice as many
 * @param depths blocks of each stage
 * @param residual what each block is made of
 */
public record ResNet(Stem stem, int width, List<Integer> depths, Residual residual)
    implements Architecture {

  /** Section 4.2's. */
  static final List<Integer> CIFAR_DEPTHS = List.of(20, 32, 44, 56, 110);

  private static final String HE = "He, Zhang, Ren and Sun 2015, arXiv:1512.03385, ";
  private static final String IDENTITY_MAPPINGS =
      "He, Zhang, Ren and Sun 2016, arXiv:1603.05027, section 5";
  private static final String BASIC = "[3x3 %1$d, 3x3 %1$d]",
      BOTTLENECK = "[1x1 %1$d, 3x3 %1$d, 1x1 %2$d]";

  /**
   * A 7x7 convolution and a max pool, each of stride 2; or, for 32 x 32 images, a 3x3 convolution.
   */
  public enum Stem {
    IMAGENET,
    CIFAR
  }

  public static ResNet resnet18() {
    return imageNet(Block.BASIC, 2, 2, 2, 2);
  }

  public static ResNet resnet34() {
    return imageNet(Block.BASIC, 3, 4, 6, 3);
  }

  public static ResNet resnet50() {
    return imageNet(Block.BOTTLENECK, 3, 4, 6, 3);
  }

  public static ResNet resnet101() {
    return imageNet(Block.BOTTLENECK, 3, 4, 23, 3);
  }

  public static ResNet resnet152() {
    return imageNet(Block.BOTTLENECK, 3, 8, 36, 3);
  }

  private static ResNet imageNet(Block block, Integer... depths) {
    return new ResNet(
        Stem.IMAGENET,
        64,
        List.of(depths),
        new Residual(block, Shortcut.B, Norm.AFTER, Recalibration.NONE));
  }

  /** Section 4.2: three stages of 16, 32 and 64 filters, 2n layers each, option A. */
  public static ResNet cifar(int depth) {
    return cifar(Block.BASIC, depth, 6, Shortcut.A);
  }

  /**
   * Its twin of bottlenecks, of depth 9n+2, such as 164: He et al. 2016, arXiv:1603.05027, section
   * 5.
   */
  public static ResNet cifarBottleneck(int depth) {
    return cifar(Block.BOTTLENECK, depth, 9, Shortcut.B);
  }

  private static ResNet cifar(Block block, int depth, int layers, Shortcut shortcut) {
    int n = (depth - 2) / layers;
    if (n < 1 || depth != layers * n + 2)
      throw new IllegalArgumentException(
          "a CIFAR ResNet of these blocks has a depth of %dn+2, such as %d or %d; received %d"
              .formatted(layers, 3 * layers + 2, 18 * layers + 2, depth));
    return new ResNet(
        Stem.CIFAR,
        16,
        List.of(n, n, n),
        new Residual(block, shortcut, Norm.AFTER, Recalibration.NONE));
  }

  @Override
  public Node features(Node x) {
    x = stem(x);
    for (int i = 0; i < depths.size(); i++)
      for (int j = 0; j < depths.get(i); j++) {
        int stage = i + 1, place = j, filters = width << i;
        x = x.in(
            "layer%d.%d".formatted(stage, place), in -> residual.apply(in, stage, place, filters));
      }
    if (residual.norm() == Norm.BEFORE) x = x.bn("bn").relu("last_relu");
    return x.globalAvgPool("avgpool");
  }

  @Override
  public Node head(Node features, int classes) {
    return features.dense("fc", classes);
  }

  private Node stem(Node x) {
    Conv conv = stem == Stem.IMAGENET ? Conv.of(width, 7).stride(2) : Conv.of(width, 3);
    x = residual.norm() == Norm.NONE
        ? x.conv("conv1", conv.bias())
        : x.conv("conv1", conv).bn("bn1");
    x = x.relu("relu");
    return stem == Stem.IMAGENET ? x.maxPool("maxpool", 3, 2, 1) : x;
  }

  public ResNet withShortcut(Shortcut shortcut) {
    return with(residual.with(shortcut));
  }

  /** The same layers without shortcuts. */
  public ResNet plain() {
    return withShortcut(Shortcut.NONE);
  }

  /** Wide ResNet: bottlenecks with more filters inside (arXiv:1605.07146). */
  public ResNet widened(int widening) {
    return with(residual.with(new Block(true, widening, residual.block().strideIn1x1())));
  }

  public ResNet withStrideIn1x1() {
    return with(residual.with(new Block(true, residual.block().widening(), true)));
  }

  /** Batch norm and ReLU before each convolution, and none after a sum (arXiv:1603.05027). */
  public ResNet preActivated() {
    return with(residual.with(Norm.BEFORE));
  }

  /** Every convolution with a bias in place of its batch norm. */
  public ResNet withoutBatchNorm() {
    return with(residual.with(Norm.NONE));
  }

  /**
   * Attention in every block, on the residual branch: SE-ResNet (arXiv:1709.01507), and its like.
   */
  public ResNet withAttention(Attention attention) {
    return with(residual.with(Recalibration.everywhere(attention)));
  }

  /** The same attention elsewhere in its blocks. */
  public ResNet withPlacement(Placement placement) {
    return with(residual.with(residual.attention().at(placement)));
  }

  /** The same attention only in {@code stages}, as counted in {@code layer1} to {@code layer4}. */
  public ResNet withAttentionIn(Set<Integer> stages) {
    return with(residual.with(residual.attention().in(stages)));
  }

  public ResNet withWidth(int width) {
    return new ResNet(stem, width, depths, residual);
  }

  private ResNet with(Residual residual) {
    return new ResNet(stem, width, depths, residual);
  }

  static Family family() {
    Family.Builder family = Family.named("ResNet")
        .of(HE + "Table 1")
        .imageNet("resnet18", resnet18())
        .imageNet("resnet34", resnet34())
        .imageNet("resnet50", resnet50())
        .imageNet("resnet101", resnet101())
        .imageNet("resnet152", resnet152())
        .imageNet("resnet34_a_paper", resnet34().withShortcut(Shortcut.A))
        .imageNet("resnet34_c_paper", resnet34().withShortcut(Shortcut.C))
        .imageNet("resnet50_paper", resnet50().withStrideIn1x1())
        .imageNet("resnet101_paper", resnet101().withStrideIn1x1())
        .imageNet("resnet152_paper", resnet152().withStrideIn1x1())
        .imageNet("plain18", resnet18().plain())
        .imageNet("plain34", resnet34().plain())
        .imageNet("plain50", resnet50().plain())
        .imageNet("plain101", resnet101().plain())
        .imageNet("plain152", resnet152().plain())
        .of("Zagoruyko and Komodakis 2016, arXiv:1605.07146")
        .imageNet("wide_resnet50_2", resnet50().widened(2))
        .imageNet("wide_resnet101_2", resnet101().widened(2));
    for (int depth : CIFAR_DEPTHS)
      family
          .of(HE + "section 4.2")
          .small("resnet" + depth + "_cifar", cifar(depth))
          .small("plain" + depth + "_cifar", cifar(depth).plain())
          .stages("resnet" + depth + "_cifar", cifarStages(depth))
          .stages("plain" + depth + "_cifar", cifarStages(depth))
          .of(IDENTITY_MAPPINGS)
          .small("preresnet" + depth + "_cifar", cifar(depth).preActivated());
    family.small("preresnet164_cifar", cifarBottleneck(164).preActivated());
    family
        .stages("resnet18", stages(BASIC, 2, 2, 2, 2))
        .stages("resnet34", stages(BASIC, 3, 4, 6, 3));
    for (String suffix : List.of("", "_paper"))
      family
          .stages("resnet50" + suffix, stages(BOTTLENECK, 3, 4, 6, 3))
          .stages("resnet101" + suffix, stages(BOTTLENECK, 3, 4, 23, 3))
          .stages("resnet152" + suffix, stages(BOTTLENECK, 3, 8, 36, 3));
    return family
        .errorsOf("Hu et al. 2017, Table 2, re-implementation")
        .oneCrop("resnet50_paper", "50", 24.80, 7.48)
        .oneCrop("resnet101_paper", "101", 23.17, 6.52)
        .oneCrop("resnet152_paper", "152", 22.42, 6.34)
        .errorsOf("He et al. 2015, Table 3")
        .tenCrops("plain34", "plain 34", 28.54, 10.02)
        .tenCrops("resnet34_a_paper", "34 A", 25.03, 7.76)
        .tenCrops("resnet34", "34 B", 24.52, 7.46)
        .tenCrops("resnet34_c_paper", "34 C", 24.19, 7.40)
        .tenCrops("resnet50_paper", "50", 22.85, 6.71)
        .tenCrops("resnet101_paper", "101", 21.75, 6.05)
        .tenCrops("resnet152_paper", "152", 21.43, 5.71)
        .build();
  }

  /**
   * Table 1: output size and blocks.
   *
   * @param block a block in the table's words, where 1$ is the stage's filters, 2$ four times as
   *     many, 3$ a sixteenth of the latter
   */
  static Map<String, String> stages(String block, int... blocks) {
    Map<String, String> rows =
        Family.rows("conv1 - maxpool", "112x112, 7x7 64, stride 2; 3x3 max pool, stride 2");
    for (int i = 0; i < 4; i++)
      rows.put(
          "layer" + (i + 1),
          "%1$dx%1$d, ".formatted(56 >> i) + block.formatted(64 << i, 256 << i, 16 << i) + " x"
              + blocks[i]);
    rows.put("avgpool", "1x1");
    rows.put("fc", "1000-d fc");
    return rows;
  }

  /** Section 4.2: output size, layers, filters. */
  static Map<String, String> cifarStages(int depth) {
    int n = (depth - 2) / 6;
    return Family.rows(
        "conv1 - relu", "32x32, 1 of the %d layers, 16 filters".formatted(1 + 2 * n),
        "layer1", "32x32, %d layers, 16 filters".formatted(2 * n),
        "layer2", "16x16, %d layers, 32 filters".formatted(2 * n),
        "layer3", "8x8, %d layers, 64 filters".formatted(2 * n),
        "avgpool", "1x1, global average pooling",
        "fc", "10-way fully-connected");
  }
}
