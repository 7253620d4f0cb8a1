package sevennets.models;

import java.util.Map;
import java.util.Set;
import sevennets.graph.Node;
import sevennets.models.Inception.Branch;
import sevennets.models.Inception.Fives;
import sevennets.models.Inception.Reductions;
import sevennets.ops.Conv;
import sevennets.ops.Pool;

/**
 * GoogLeNet. Szegedy et al. 2014, arXiv:1409.4842: Table 1 and figure 3.
 *
 * <p>{@link #paper()} is the published net; it leaves open the normalisation's constants, which are
 * AlexNet's here. {@link #torchvision()} is the checkpoint's: batch norm, 3x3 in the place of 5x5,
 * a 2/2 last max pool, less dropout.
 *
 * <pre>{@code
 * Architecture narrow = GoogLeNet.small().withBatchNorm().without(Inception.Branch.FIVES);
 * graph.classify(narrow.logits(graph.input(), 10));
 * }</pre>
 *
 * @param stem what comes before the modules
 * @param divisor divides Table 1's widths from 3a on
 * @param inception what its modules are made of
 * @param lastPool window of the max pool before 5a, in pixels
 * @param end what comes after the modules
 * @param auxiliary weight of the two auxiliary classifiers' losses; 0 leaves them out
 */
public record GoogLeNet(
    Stem stem, int divisor, Inception inception, int lastPool, End end, double auxiliary)
    implements Architecture {

  /**
   * What comes before the modules.
   *
   * @param small whether it is one 3x3 convolution, for 32 x 32 images, and not the paper's
   * @param lrn whether it has local response normalisation
   */
  public record Stem(boolean small, boolean lrn) {}

  /**
   * What comes after the modules.
   *
   * @param head what stands between features and classes (section 5: averaging is better by 0.6
   *     percent)
   * @param dropout probability before the last layer
   */
  public record End(Head head, double dropout) {}

  /** A mean over the image, or a hidden layer over all of it, as wide as the features. */
  public enum Head {
    AVERAGE,
    DENSE
  }

  public static GoogLeNet paper() {
    Inception inception =
        new Inception(new ConvUnit(false), Fives.ONE_5X5, Reductions.ALL, Set.of(), null);
    return new GoogLeNet(
        new Stem(false, true),
        1,
        inception,
        3,
        new End(Head.AVERAGE, 0.4),
        AuxiliaryClassifier.PAPER_WEIGHT);
  }

  public static GoogLeNet torchvision() {
    Inception inception = paper().inception.withBatchNorm(true).with(Fives.ONE_3X3);
    return new GoogLeNet(
        new Stem(false, false),
        1,
        inception,
        2,
        new End(Head.AVERAGE, 0.2),
        AuxiliaryClassifier.PAPER_WEIGHT);
  }

  /**
   * For 32 x 32 images: a 3x3 convolution of 64, then the paper's modules at a quarter of the
   * width, without auxiliary classifiers.
   */
  public static GoogLeNet small() {
    return new GoogLeNet(
        new Stem(true, true), 4, paper().inception, 3, new End(Head.AVERAGE, 0.4), 0);
  }

  /** What comes of an image: the end of the trunk, and where the auxiliary classifiers look. */
  private record Trunk(Node end, Node first, Node second) {}

  @Override
  public Node features(Node x) {
    return trunk(x).end;
  }

  private Trunk trunk(Node x) {
    x = stem.small ? smallStem(x) : stem(x);
    // Table 1's columns: #1x1, #3x3 reduce, #3x3, #5x5 reduce, #5x5, pool proj
    x = module(x, "3a", 64, 96, 128, 16, 32, 32);
    x = module(x, "3b", 128, 128, 192, 32, 96, 64);
    x = x.then("maxpool3", Pool.max(3, 2, 0).ceiling());
    Node a = module(x, "4a", 192, 96, 208, 16, 48, 64);
    x = module(a, "4b", 160, 112, 224, 24, 64, 64);
    x = module(x, "4c", 128, 128, 256, 24, 64, 64);
    Node d = module(x, "4d", 112, 144, 288, 32, 64, 64);
    x = module(d, "4e", 256, 160, 320, 32, 128, 128);
    x = x.then("maxpool4", Pool.max(lastPool, 2, 0).ceiling());
    x = module(x, "5a", 256, 160, 320, 32, 128, 128);
    return new Trunk(module(x, "5b", 384, 192, 384, 48, 128, 128), a, d);
  }

  @Override
  public Node head(Node features, int classes) {
    Node x = end.head == Head.AVERAGE
        ? features.globalAvgPool("avgpool")
        : features.flatten("flatten").dense("fc0", features.channels()).relu("relu");
    return x.dropout("dropout", end.dropout).dense("fc", classes);
  }

  @Override
  public Node logits(Node image, int classes) {
    Trunk trunk = trunk(image);
    AuxiliaryClassifier classifier = new AuxiliaryClassifier(inception.unit(), divisor, auxiliary);
    classifier.addTo(trunk.first, "aux1", classes);
    classifier.addTo(trunk.second, "aux2", classes);
    return head(trunk.end, classes);
  }

  private Node stem(Node x) {
    x = conv(x, "conv1", Conv.of(64, 7).stride(2))
        .then("maxpool1", Pool.max(3, 2, 0).ceiling());
    if (stem.lrn) x = x.lrn("norm1");
    x = conv(conv(x, "conv2", Conv.of(64, 1)), "conv3", Conv.of(192, 3));
    if (stem.lrn) x = x.lrn("norm2");
    return x.then("maxpool2", Pool.max(3, 2, 0).ceiling());
  }

  private Node smallStem(Node x) {
    x = conv(x, "conv1", Conv.of(64, 3));
    return stem.lrn ? x.lrn("norm1") : x;
  }

  private Node module(
      Node x, String name, int ones, int reduce3, int threes, int reduce5, int fives, int pool) {
    return x.in(
        "inception" + name,
        in -> inception.apply(
            in,
            ones / divisor,
            reduce3 / divisor,
            threes / divisor,
            reduce5 / divisor,
            fives / divisor,
            pool / divisor));
  }

  private Node conv(Node x, String name, Conv conv) {
    return inception.unit().apply(x, name, conv);
  }

  /** Table 1's widths, from 3a on, each a {@code divisor}-th. */
  public GoogLeNet narrowed(int divisor) {
    return new GoogLeNet(stem, divisor, inception, lastPool, end, auxiliary);
  }

  public GoogLeNet withBatchNorm() {
    return withoutLrn().with(inception.withBatchNorm(true));
  }

  public GoogLeNet withoutLrn() {
    return new GoogLeNet(new Stem(stem.small, false), divisor, inception, lastPool, end, auxiliary);
  }

  public GoogLeNet withFives(Fives fives) {
    return with(inception.with(fives));
  }

  public GoogLeNet withReductions(Reductions reductions) {
    return with(inception.with(reductions));
  }

  public GoogLeNet without(Branch branch) {
    return with(inception.without(branch));
  }

  /** Attention after each module: SE-Inception (arXiv:1709.01507, figure 2). */
  public GoogLeNet withAttention(Attention attention) {
    return with(inception.with(attention));
  }

  public GoogLeNet withHead(Head head) {
    return new GoogLeNet(stem, divisor, inception, lastPool, new End(head, end.dropout), auxiliary);
  }

  public GoogLeNet withAuxiliaryHeads() {
    return new GoogLeNet(stem, divisor, inception, lastPool, end, AuxiliaryClassifier.PAPER_WEIGHT);
  }

  public GoogLeNet withoutAuxiliaryHeads() {
    return new GoogLeNet(stem, divisor, inception, lastPool, end, 0);
  }

  private GoogLeNet with(Inception inception) {
    return new GoogLeNet(stem, divisor, inception, lastPool, end, auxiliary);
  }

  static Family family() {
    return Family.named("Inception")
        .of("Szegedy et al. 2014, arXiv:1409.4842, Table 1")
        .imageNet("googlenet_paper", paper())
        .imageNet("googlenet", torchvision())
        .small("googlenet_small", small())
        .small("googlenet_small_aux", small().withAuxiliaryHeads())
        .small("googlenet_small_bn", small().withBatchNorm())
        .stages("googlenet_paper", TABLE)
        .stages("googlenet", TABLE)
        .errorsOf("Szegedy et al. 2014, Table 3")
        .oneCrop("googlenet_paper", "GoogLeNet", Double.NaN, 10.07)
        .tenCrops("googlenet_paper", "GoogLeNet", Double.NaN, 9.15)
        .build();
  }

  /**
   * Table 1: output size, parameters, operations; the paper's own misprints are left (4c, 5a and 5b
   * do not follow from its widths).
   */
  private static final Map<String, String> TABLE = Family.rows(
      "conv1",
      "112x112x64, 2.7K, 34M",
      "maxpool1",
      "56x56x64",
      "conv3",
      "56x56x192, 112K, 360M",
      "maxpool2",
      "28x28x192",
      "norm2 - maxpool2",
      "28x28x192",
      "inception3a",
      "28x28x256, 159K, 128M",
      "inception3b",
      "28x28x480, 380K, 304M",
      "maxpool3",
      "14x14x480",
      "inception4a",
      "14x14x512, 364K, 73M",
      "inception4b",
      "14x14x512, 437K, 88M",
      "inception4c",
      "14x14x512, 463K, 100M",
      "inception4d",
      "14x14x528, 580K, 119M",
      "inception4e",
      "14x14x832, 840K, 170M",
      "maxpool4",
      "7x7x832",
      "inception5a",
      "7x7x832, 1072K, 54M",
      "inception5b",
      "7x7x1024, 1388K, 71M",
      "avgpool",
      "1x1x1024",
      "dropout - fc",
      "1x1x1000, 1000K, 1M");
}
