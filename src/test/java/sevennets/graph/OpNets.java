package sevennets.graph;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.ops.Conv;
import sevennets.ops.Op;
import sevennets.ops.OpCases.Case;
import sevennets.ops.Shape;
import sevennets.ops.TokenPool;
import sevennets.ops.Tokens;

/**
 * Small classifiers around one operation, called "layer": its gradients go through what is before.
 */
public final class OpNets {
  public static final int CLASSES = 3;

  private OpNets() {}

  /** Images of 2 channels, and of the rows and columns that the case is about. */
  public static Graph of(Case c) {
    int height = largest(c, Shape::height), width = largest(c, Shape::width);
    boolean sequence = c.inputs().get(0).kind() == Shape.Kind.TOKENS;
    Graph graph = new Graph(
        sequence ? Shape.image(2, 8, 9) : Shape.image(2, Math.max(height, 4), Math.max(width, 4)));
    List<Node> inputs = IntStream.range(0, c.inputs().size())
        .mapToObj(i -> input(graph, "in" + i, c.inputs().get(i)))
        .toList();
    return ended(
        inputs.get(0).then("layer", c.op(), inputs.subList(1, inputs.size()).toArray(Node[]::new)));
  }

  /** A convolution of so many filters, and one operation. */
  public static Graph of(int channels, int height, int width, Op op) {
    return ended(new Graph(Shape.image(2, height, width))
        .input()
        .conv("conv", Conv.of(channels, 3).bias())
        .then("layer", op));
  }

  /** A classifier that ends in the mean of {@code last} and a linear layer. */
  public static Graph ended(Node last) {
    Node vector = switch (last.shape().kind()) {
      case IMAGE -> last.globalAvgPool("avgpool");
      case VECTOR -> last;
      case TOKENS -> last.then("mean", TokenPool.MEAN);
    };
    return last.graph().classify(vector.dense("fc", CLASSES));
  }

  private static int largest(Case c, java.util.function.ToIntFunction<Shape> size) {
    return c.inputs().stream().mapToInt(size).max().orElseThrow();
  }

  /** A value of that shape, made of the image by weights. */
  private static Node input(Graph graph, String name, Shape shape) {
    Node image = graph.input();
    return switch (shape.kind()) {
      case IMAGE ->
        image.conv(
            name,
            Conv.of(shape.channels(), 3)
                .stride(image.shape().height() / shape.height())
                .bias());
      case VECTOR ->
        image
            .conv(name + ".conv", Conv.of(4, 3).bias())
            .globalAvgPool(name + ".mean")
            .dense(name, shape.channels());
      case TOKENS ->
        image.conv(name + ".conv", Conv.of(shape.channels(), 3).bias()).then(name, new Tokens());
    };
  }

  /** Between -1 and 1, {@code count} of the size that a graph takes. */
  public static INDArray images(Graph graph, DataType type, int count) {
    Shape shape = graph.input().shape();
    return Nd4j.rand(type, count, shape.channels(), shape.height(), shape.width())
        .subi(0.5)
        .muli(2);
  }

  public static INDArray labels(DataType type, int count) {
    INDArray labels = Nd4j.zeros(type, count, CLASSES);
    for (int i = 0; i < count; i++) labels.putScalar(i, i % CLASSES, 1);
    return labels;
  }

  /** Moves every parameter away from what it is at first, where a mistake may not show. */
  static ComputationGraph stirred(ComputationGraph net) {
    INDArray params = net.params();
    params.addi(Nd4j.rand(params.dataType(), params.shape()).muli(0.3));
    return net;
  }
}
