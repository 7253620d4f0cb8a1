package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import sevennets.graph.Node;
import sevennets.ops.Activation;
import sevennets.ops.Conv;
import sevennets.ops.Lrn;

/**
 * AlexNet. Krizhevsky, Sutskever and Hinton, NIPS 2012: section 3.5 and figure 2.
 *
 * <p>{@link #paper()} is the published net: two groups (its two GPUs) in convolutions 2, 4 and 5,
 * local response normalisation, dropout on the outputs of the hidden layers. {@link #torchvision()}
 * is the single tower of "One weird trick" (arXiv:1404.5997) that torchvision ships: fewer filters,
 * no groups, no normalisation, dropout on the inputs of the hidden layers.
 *
 * <pre>{@code
 * ComputationGraph net = Models.get("alexnet_small").net(1);
 * Variant tanh = new Variant(
 *     "alexnet_tanh",  // section 3.1 compares it with ReLU
 *     AlexNet.small().withActivation(Activation.TANH),
 *     Shape.image(3, 32, 32), 10, "section 3.1");
 * }</pre>
 *
 * @param rows the convolutions, from the image on
 * @param hidden units of each of the two hidden layers
 * @param fn ReLU in the paper; section 3.1 compares it with tanh
 * @param lrn the normalisation of the rows that have one, or null for none (section 3.3)
 * @param pool window of the pools, in pixels; with a stride of 2, 3 overlaps and 2 does not
 *     (section 3.4)
 * @param dropout probability in the hidden layers (section 4.2)
 * @param dropoutLast whether dropout follows each hidden layer (the paper) or comes before it
 *     (torchvision)
 */
public record AlexNet(
    List<Row> rows,
    int hidden,
    Activation fn,
    Lrn lrn,
    int pool,
    double dropout,
    boolean dropoutLast)
    implements Architecture {

  /** A convolution, and whether a normalisation and a 3/2 max pool follow. */
  public record Row(Conv conv, boolean normalised, boolean pooled) {}

  public static AlexNet paper() {
    return new AlexNet(
        List.of(
            new Row(Conv.of(96, 11).stride(4).padding(0), true, true),
            new Row(Conv.of(256, 5).groups(2), true, true),
            new Row(Conv.of(384, 3), false, false),
            new Row(Conv.of(384, 3).groups(2), false, false),
            new Row(Conv.of(256, 3).groups(2), false, true)),
        4096,
        Activation.RELU,
        Lrn.ALEXNET,
        3,
        0.5,
        true);
  }

  public static AlexNet torchvision() {
    return new AlexNet(
        List.of(
            new Row(Conv.of(64, 11).stride(4).padding(2), false, true),
            new Row(Conv.of(192, 5), false, true),
            new Row(Conv.of(384, 3), false, false),
            new Row(Conv.of(256, 3), false, false),
            new Row(Conv.of(256, 3), false, true)),
        4096,
        Activation.RELU,
        null,
        3,
        0.5,
        false);
  }

  /**
   * For 32 x 32 images: the paper's five convolutions at half the width and stride 1, and every
   * other ingredient.
   */
  public static AlexNet small() {
    return new AlexNet(
        List.of(
            new Row(Conv.of(48, 5), true, true),
            new Row(Conv.of(128, 5), true, true),
            new Row(Conv.of(192, 3), false, false),
            new Row(Conv.of(192, 3), false, false),
            new Row(Conv.of(128, 3), false, true)),
        512,
        Activation.RELU,
        Lrn.ALEXNET,
        3,
        0.5,
        true);
  }

  @Override
  public Node features(Node x) {
    return x.in("features", y -> {
      for (Row row : rows) {
        y = y.conv(row.conv().bias()).then(fn);
        if (row.normalised() && lrn != null) y = y.then(lrn);
        if (row.pooled()) y = y.maxPool(pool, 2);
      }
      return y;
    });
  }

  @Override
  public Node head(Node features, int classes) {
    return features.flatten("flatten").in("classifier", y -> hidden(hidden(y)).dense(classes));
  }

  private Node hidden(Node x) {
    return dropoutLast
        ? x.dense(hidden).then(fn).dropout(dropout)
        : x.dropout(dropout).dense(hidden).then(fn);
  }

  /** Every width a {@code divisor}-th. */
  public AlexNet narrowed(int divisor) {
    List<Row> narrow = rows.stream()
        .map(row -> new Row(
            row.conv().withFilters(row.conv().filters() / divisor), row.normalised(), row.pooled()))
        .toList();
    return new AlexNet(narrow, hidden / divisor, fn, lrn, pool, dropout, dropoutLast);
  }

  public AlexNet withActivation(Activation fn) {
    return new AlexNet(rows, hidden, fn, lrn, pool, dropout, dropoutLast);
  }

  public AlexNet withoutLrn() {
    return new AlexNet(rows, hidden, fn, null, pool, dropout, dropoutLast);
  }

  public AlexNet withPool(int pool) {
    return new AlexNet(rows, hidden, fn, lrn, pool, dropout, dropoutLast);
  }

  public AlexNet withDropout(double dropout) {
    return new AlexNet(rows, hidden, fn, lrn, pool, dropout, dropoutLast);
  }

  /** Without the convolution of that number, counted from 1; section 7 removes middle layers. */
  public AlexNet without(int convolution) {
    List<Row> fewer = new ArrayList<>(rows);
    fewer.remove(convolution - 1);
    return new AlexNet(List.copyOf(fewer), hidden, fn, lrn, pool, dropout, dropoutLast);
  }

  static Family family() {
    return Family.named("AlexNet")
        .of("Krizhevsky, Sutskever and Hinton 2012, section 3.5")
        .imageNet("alexnet_paper", paper(), 227)
        .imageNet("alexnet", torchvision())
        .small("alexnet_small", small())
        .stages( // section 3.5
            "alexnet_paper",
            "features.0 - 3",
            "96 kernels of 11x11x3, stride 4; normalised, pooled",
            "features.4 - 7",
            "256 of 5x5x48; normalised, pooled",
            "features.8 - 14",
            "384 of 3x3x256, 384 of 3x3x192, 256 of 3x3x192; pooled",
            "classifier",
            "4096, 4096, 1000")
        .errorsOf("Krizhevsky et al. 2012, Table 2, one net; ten crops by section 4.1")
        .tenCrops("alexnet_paper", "AlexNet", 40.7, 18.2)
        .build();
  }
}
