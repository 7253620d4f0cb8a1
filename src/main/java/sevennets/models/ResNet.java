package sevennets.models;

import java.util.List;
import sevennets.graph.Node;
import sevennets.graph.PadShortcut;

/**
 * ResNet. He, Zhang, Ren and Sun 2015, arXiv:1512.03385. ImageNet: Table 1; CIFAR, depth 6n+2: section 4.2.
 *
 * <p>Departs from the paper unless {@link #withStrideIn1x1()}: a bottleneck strides in its 3x3, as torchvision's ("v1.5") does.
 *
 * @param stem        how the image becomes the first stage's input
 * @param block       two 3x3 convolutions, or a bottleneck of 1x1, 3x3, 1x1
 * @param width       filters of the first stage; each further one has twice as many
 * @param depths      blocks of each stage
 * @param shortcut    what carries the input past a block that changes its shape; NONE makes the plain twin
 * @param widening    multiplies the width inside a bottleneck (Zagoruyko and Komodakis 2016, arXiv:1605.07146)
 * @param strideIn1x1 whether a bottleneck strides in its first 1x1, as the paper's did
 */
public record ResNet(Stem stem, Block block, int width, List<Integer> depths, Shortcut shortcut, int widening, boolean strideIn1x1)
    implements Architecture {

  public enum Stem { IMAGENET, CIFAR }

  public enum Block { BASIC, BOTTLENECK }

  /** Section 3.3: A pads with zeros, B projects where the shape changes, C projects everywhere; NONE has no shortcut. */
  public enum Shortcut { A, B, C, NONE }

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

  /** Section 4.2: three stages of 16, 32 and 64 filters, 2n layers each, option A. */
  public static ResNet cifar(int depth) {
    if (depth < 8 || depth % 6 != 2)
      throw new IllegalArgumentException("a CIFAR ResNet has a depth of 6n+2, such as 20, 32, 44, 56 or 110; received " + depth);
    int n = (depth - 2) / 6;
    return new ResNet(Stem.CIFAR, Block.BASIC, 16, List.of(n, n, n), Shortcut.A, 1, false);
  }

  private static ResNet imageNet(Block block, Integer... depths) {
    return new ResNet(Stem.IMAGENET, block, 64, List.of(depths), Shortcut.B, 1, false);
  }

  public ResNet withShortcut(Shortcut shortcut) {
    return new ResNet(stem, block, width, depths, shortcut, widening, strideIn1x1);
  }

  /** The same layers without shortcuts. */
  public ResNet plain() {
    return withShortcut(Shortcut.NONE);
  }

  public ResNet widened(int widening) {
    return new ResNet(stem, block, width, depths, shortcut, widening, strideIn1x1);
  }

  public ResNet withStrideIn1x1() {
    return new ResNet(stem, block, width, depths, shortcut, widening, true);
  }

  @Override public Node features(Node x) {
    x = stem(x);
    for (int i = 0; i < depths.size(); i++)
      for (int j = 0; j < depths.get(i); j++) {
        int filters = width << i, stride = i > 0 && j == 0 ? 2 : 1;
        x = x.in("layer%d.%d".formatted(i + 1, j), in -> residual(in, filters, stride));
      }
    return x.globalAvgPool("avgpool");
  }

  @Override public Node head(Node features, int classes) {
    return features.dense("fc", classes);
  }

  private Node stem(Node x) {
    return switch (stem) {
      case IMAGENET -> x.convBn("conv1", "bn1", width, 7, 2).relu("relu").maxPool("maxpool", 3, 2, 1);
      case CIFAR -> x.convBn("conv1", "bn1", width, 3, 1).relu("relu");
    };
  }

  /** Equation 1, y = F(x) + x; equation 2 where the shortcut must change the shape. */
  private Node residual(Node x, int filters, int stride) {
    Node y = switch (block) {
      case BASIC -> basic(x, filters, stride);
      case BOTTLENECK -> bottleneck(x, filters, stride);
    };
    return shortcut == Shortcut.NONE ? y.relu("relu") : y.plus("add", shortcut(x, y, stride)).relu("relu");
  }

  private Node basic(Node x, int filters, int stride) {
    return x.convBn("conv1", "bn1", filters, 3, stride).relu("relu1")
        .convBn("conv2", "bn2", filters, 3, 1);
  }

  private Node bottleneck(Node x, int filters, int stride) {
    int inner = filters * widening;
    return x.convBn("conv1", "bn1", inner, 1, strideIn1x1 ? stride : 1).relu("relu1")
        .convBn("conv2", "bn2", inner, 3, strideIn1x1 ? 1 : stride).relu("relu2")
        .convBn("conv3", "bn3", 4 * filters, 1, 1);
  }

  private Node shortcut(Node x, Node y, int stride) {
    if (shortcut != Shortcut.C && x.sameShape(y)) return x;
    return shortcut == Shortcut.A
        ? x.then("downsample", new PadShortcut(y.channels(), stride))
        : x.convBn("downsample.0", "downsample.1", y.channels(), 1, stride);
  }
}
