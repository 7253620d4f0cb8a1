package sevennets.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sevennets.graph.Node;
import sevennets.ops.Conv;
import sevennets.ops.Lrn;

/**
 * VGG. Simonyan and Zisserman 2014, arXiv:1409.1556: the columns of Table 1. Every block ends in a
 * 2/2 max pool.
 *
 * <p>With {@code batchNorm}, which the paper did not have, it is torchvision's {@code vgg..._bn}.
 *
 * <pre>{@code
 * Vgg d = Vgg.d().small().narrowed(4).withBatchNorm();  // VGG-16 for 32 x 32 images
 * graph.classify(d.logits(graph.input(), 10));
 * }</pre>
 *
 * @param blocks the convolutions of each block
 * @param batchNorm whether a batch norm follows each convolution
 * @param lrn whether local response normalisation follows the first convolution (column A-LRN)
 * @param hidden units of each of the two hidden layers
 * @param attention what reweighs the output of each convolution's ReLU, or null (SENet,
 *     arXiv:1709.01507, section 3.3)
 */
public record Vgg(
    List<List<Conv>> blocks, boolean batchNorm, boolean lrn, int hidden, Attention attention)
    implements Architecture {

  private static final int[] WIDTHS = {64, 128, 256, 512, 512};

  public static Vgg a() {
    return column(1, 1, 2, 2, 2);
  }

  public static Vgg aLrn() {
    return new Vgg(a().blocks, false, true, 4096, null);
  }

  public static Vgg b() {
    return column(2, 2, 2, 2, 2);
  }

  /** Column C: B with a 1x1 convolution at the end of the last three blocks. */
  public static Vgg c() {
    List<List<Conv>> blocks = new ArrayList<>(b().blocks);
    for (int i = 2; i < blocks.size(); i++)
      blocks.set(i, appended(blocks.get(i), Conv.of(WIDTHS[i], 1)));
    return new Vgg(List.copyOf(blocks), false, false, 4096, null);
  }

  public static Vgg d() {
    return column(2, 2, 3, 3, 3);
  }

  public static Vgg e() {
    return column(2, 2, 4, 4, 4);
  }

  private static Vgg column(int... convolutions) {
    return new Vgg(
        IntStream.range(0, WIDTHS.length)
            .mapToObj(i -> IntStream.range(0, convolutions[i])
                .mapToObj(j -> Conv.of(WIDTHS[i], 3))
                .toList())
            .toList(),
        false,
        false,
        4096,
        null);
  }

  private static List<Conv> appended(List<Conv> convolutions, Conv last) {
    List<Conv> all = new ArrayList<>(convolutions);
    all.add(last);
    return List.copyOf(all);
  }

  /** For 32 x 32 images: a quarter of the width, and hidden layers of 256. */
  public Vgg small() {
    Vgg narrow = narrowed(4);
    return new Vgg(narrow.blocks, batchNorm, lrn, 256, attention);
  }

  /** Every width a {@code divisor}-th. */
  public Vgg narrowed(int divisor) {
    List<List<Conv>> narrow = blocks.stream()
        .map(b -> b.stream().map(c -> c.withFilters(c.filters() / divisor)).toList())
        .toList();
    return new Vgg(narrow, batchNorm, lrn, hidden / divisor, attention);
  }

  public Vgg withBatchNorm() {
    return new Vgg(blocks, true, lrn, hidden, attention);
  }

  /** Each pair of 3x3 convolutions as one 5x5, which sees as many pixels (section 4.1). */
  public Vgg withPairsAs5x5() {
    return new Vgg(
        blocks.stream().map(Vgg::pairsAs5x5).toList(), batchNorm, lrn, hidden, attention);
  }

  private static List<Conv> pairsAs5x5(List<Conv> block) {
    List<Conv> merged = new ArrayList<>();
    for (int i = 0; i < block.size(); i++) {
      boolean pair =
          i + 1 < block.size() && kernel(block.get(i)) == 3 && kernel(block.get(i + 1)) == 3;
      merged.add(pair ? Conv.of(block.get(i++).filters(), 5) : block.get(i));
    }
    return List.copyOf(merged);
  }

  /** SE-VGG, and its like. */
  public Vgg withAttention(Attention attention) {
    return new Vgg(blocks, batchNorm, lrn, hidden, attention);
  }

  private static int kernel(Conv conv) {
    return conv.slide().kernelHeight();
  }

  @Override
  public Node features(Node x) {
    return x.in("features", y -> {
      boolean first = true;
      for (List<Conv> block : blocks) {
        for (Conv conv : block) {
          y = y.conv(conv.bias());
          if (batchNorm) y = y.bn();
          y = y.relu();
          if (attention != null) y = y.in(y.name().replace("features.", "se"), attention::apply);
          if (lrn && first) y = y.then(Lrn.ALEXNET);
          first = false;
        }
        y = y.maxPool(2, 2);
      }
      return y;
    });
  }

  @Override
  public Node head(Node features, int classes) {
    return features
        .flatten("flatten")
        .in(
            "classifier",
            y -> y.dense(hidden)
                .relu()
                .dropout(0.5)
                .dense(hidden)
                .relu()
                .dropout(0.5)
                .dense(classes));
  }

  static Family family() {
    Family.Builder family = Family.named("VGG")
        .of("Simonyan and Zisserman 2014, arXiv:1409.1556, Table 1")
        .imageNet("vgg11", a())
        .imageNet("vgg11_lrn", aLrn())
        .imageNet("vgg13", b())
        .imageNet("vgg16_c", c())
        .imageNet("vgg16", d())
        .imageNet("vgg19", e())
        .imageNet("vgg11_bn", a().withBatchNorm())
        .imageNet("vgg13_bn", b().withBatchNorm())
        .imageNet("vgg16_bn", d().withBatchNorm())
        .imageNet("vgg19_bn", e().withBatchNorm())
        .small("vgg11_small", a().small())
        .small("vgg13_small", b().small())
        .small("vgg16_small", d().small())
        .small("vgg19_small", e().small())
        .small("vgg11_small_bn", a().small().withBatchNorm())
        .small("vgg13_small_bn", b().small().withBatchNorm())
        .small("vgg16_small_bn", d().small().withBatchNorm())
        .small("vgg19_small_bn", e().small().withBatchNorm())
        .errorsOf("Hu et al. 2017, Table 2, re-implementation")
        .oneCrop("vgg16_bn", "16", 27.02, 8.81)
        .errorsOf("He et al. 2015, Table 3")
        .tenCrops("vgg16", "16", 28.07, 9.33);
    stages(family, "vgg11", 1, 1, 2, 2, 2); // Table 1, column A
    stages(family, "vgg13", 2, 2, 2, 2, 2); // column B
    stages(family, "vgg16", 2, 2, 3, 3, 3); // column D
    stages(family, "vgg19", 2, 2, 4, 4, 4); // column E
    return family.build();
  }

  /** Table 1: a column's convolutions, each block's with the pool after it. */
  private static void stages(Family.Builder family, String net, int... convolutions) {
    for (boolean batchNorm : new boolean[] {false, true}) {
      Map<String, String> rows = new LinkedHashMap<>();
      int layer = 0;
      for (int block = 0; block < convolutions.length; block++) {
        int last = layer + convolutions[block] * (batchNorm ? 3 : 2);
        rows.put(
            "features.%d - %d".formatted(layer, last),
            "conv3-%d x%d, maxpool".formatted(Math.min(64 << block, 512), convolutions[block]));
        layer = last + 1;
      }
      rows.put("classifier", "FC-4096, FC-4096, FC-1000");
      family.stages(net + (batchNorm ? "_bn" : ""), rows);
    }
  }
}
