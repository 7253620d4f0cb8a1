package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import sevennets.graph.Node;
import sevennets.ops.Conv;

/**
 * The All-Convolutional Net and the nets it is compared with, for C x 32 x 32 images. Springenberg,
 * Dosovitskiy, Brox and Riedmiller 2014, arXiv:1412.6806: Tables 1 and 2.
 *
 * <pre>{@code
 * Architecture c = AllConvolutional.of(AllConvolutional.Base.C, AllConvolutional.Reduction.STRIDED)
 *     .narrowed(4);
 * graph.classify(c.logits(graph.input(), 10));
 * }</pre>
 *
 * @param base the convolutions before each reduction
 * @param reduction how height and width are halved
 * @param width filters of the first stage, 96 in the paper; the rest have twice as many
 * @param inputDropout probability that a pixel's channel is dropped; 0.2 in the paper
 * @param dropout probability after each reduction; 0.5 in the paper
 */
public record AllConvolutional(
    Base base, Reduction reduction, int width, double inputDropout, double dropout)
    implements Architecture {

  /** Table 1: one 5x5; a 5x5 and a 1x1, after Network in Network; two 3x3. */
  public enum Base {
    A,
    B,
    C
  }

  /**
   * Section 2 and Table 2, in the paper's words: a 3/2 max pool; the convolution before it strides
   * instead ("Strided-CNN"); one more 3x3 convolution before the pool ("ConvPool-CNN"); one more
   * that strides, and no pool ("All-CNN"). The last two have equal parameters: they alone tell
   * striding from depth.
   *
   * <p>In base B it is the 5x5 that strides: a 1x1 that did would never see three pixels of four.
   */
  public enum Reduction {
    POOL,
    STRIDED,
    CONV_POOL,
    ALL_CONV
  }

  /** At the paper's width. */
  public static AllConvolutional of(Base base, Reduction reduction) {
    return new AllConvolutional(base, reduction, 96, 0.2, 0.5);
  }

  @Override
  public Node features(Node x) { // C x 32 x 32
    x = inputDropout > 0 ? x.dropout("drop0", inputDropout) : x;
    x = stage(x, "stage1", width); // 96 x 16 x 16
    x = stage(x, "stage2", 2 * width); // 192 x 8 x 8
    return x.in(
        "stage3",
        in -> unit(
            unit(in, 0, Conv.of(2 * width, 3).padding(0)),
            1,
            Conv.of(2 * width, 1))); // 192 x 6 x 6
  }

  /** A map for each class, and its mean. */
  @Override
  public Node head(Node features, int classes) {
    return features.in("stage3", in -> unit(in, 2, Conv.of(classes, 1))).globalAvgPool("avgpool");
  }

  private Node stage(Node x, String name, int filters) {
    List<Conv> convolutions = convolutions(filters);
    Node y = x.in(name, in -> {
      Node z = in;
      for (int i = 0; i < convolutions.size(); i++) z = unit(z, i, convolutions.get(i));
      return pooled() ? z.maxPool("pool", 3, 2, 1) : z;
    });
    return dropout > 0 ? y.dropout(name.replace("stage", "drop"), dropout) : y;
  }

  private List<Conv> convolutions(int filters) {
    List<Conv> all = new ArrayList<>(
        switch (base) {
          case A -> List.of(Conv.of(filters, 5));
          case B -> List.of(Conv.of(filters, 5), Conv.of(filters, 1));
          case C -> List.of(Conv.of(filters, 3), Conv.of(filters, 3));
        });
    int last = base == Base.C ? 1 : 0;
    if (reduction == Reduction.STRIDED) all.set(last, all.get(last).stride(2));
    if (reduction == Reduction.CONV_POOL) all.add(Conv.of(filters, 3));
    if (reduction == Reduction.ALL_CONV) all.add(Conv.of(filters, 3).stride(2));
    return all;
  }

  private boolean pooled() {
    return reduction == Reduction.POOL || reduction == Reduction.CONV_POOL;
  }

  private static Node unit(Node x, int number, Conv conv) {
    return x.conv("conv" + number, conv.bias()).relu("relu" + number);
  }

  /** Every width a {@code divisor}-th. */
  public AllConvolutional narrowed(int divisor) {
    return new AllConvolutional(base, reduction, width / divisor, inputDropout, dropout);
  }

  public AllConvolutional withDropout(double input, double dropout) {
    return new AllConvolutional(base, reduction, width, input, dropout);
  }

  static Family family() {
    return Family.named("All-CNN")
        .of("Springenberg, Dosovitskiy, Brox and Riedmiller 2014, arXiv:1412.6806, Tables 1 and 2")
        .small("cnn_a_cifar", of(Base.A, Reduction.POOL))
        .small("strided_cnn_a_cifar", of(Base.A, Reduction.STRIDED))
        .small("convpool_cnn_a_cifar", of(Base.A, Reduction.CONV_POOL))
        .small("all_cnn_a_cifar", of(Base.A, Reduction.ALL_CONV))
        .small("cnn_b_cifar", of(Base.B, Reduction.POOL))
        .small("strided_cnn_b_cifar", of(Base.B, Reduction.STRIDED))
        .small("convpool_cnn_b_cifar", of(Base.B, Reduction.CONV_POOL))
        .small("all_cnn_b_cifar", of(Base.B, Reduction.ALL_CONV))
        .small("cnn_c_cifar", of(Base.C, Reduction.POOL))
        .small("strided_cnn_c_cifar", of(Base.C, Reduction.STRIDED))
        .small("convpool_cnn_c_cifar", of(Base.C, Reduction.CONV_POOL))
        .small("all_cnn_c_cifar", of(Base.C, Reduction.ALL_CONV))
        .small("all_cnn_small", of(Base.C, Reduction.ALL_CONV).narrowed(3))
        .build();
  }
}
