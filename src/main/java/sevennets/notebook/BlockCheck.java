package sevennets.notebook;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.analysis.Block;
import sevennets.analysis.Difference;
import sevennets.explain.Lens;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.kernels.Keys;
import sevennets.kernels.PoolKind;
import sevennets.ops.Dropout;
import sevennets.ops.GlobalPool;
import sevennets.ops.Op;
import sevennets.ops.Parameter;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;
import sevennets.ops.TokenPool;

/**
 * Holds a block that a reader wrote beside the library's: the same layers, whatever their names; or
 * others which, with equal weights, give the same numbers.
 */
final class BlockCheck {
  private static final double EQUAL = 1e-4;
  private static final int IMAGES = 2;

  private BlockCheck() {}

  /**
   * What to say of it, without the exercise's name: {@code is right: ...} or {@code is not it yet:
   * ...}; nothing where the block is still to be written.
   */
  static Optional<String> judged(Block expected, UnaryOperator<Node> written) {
    Block received;
    try {
      received = Block.of(expected.graph().input().shape(), written);
    } catch (UnsupportedOperationException stub) {
      return Optional.empty();
    } catch (IllegalArgumentException unfit) {
      return Optional.of("is not it yet: " + unfit.getMessage());
    }
    Optional<Map<Node, Node>> matched = Difference.matched(expected, received);
    Map<Node, Node> pairs = matched.orElseGet(() -> inOrder(expected, received));
    boolean comparable = matched.isPresent() || comparable(expected, received, pairs);
    if (!comparable) return Optional.of("is not it yet: " + Difference.first(expected, received));
    double apart = apart(expected, received, pairs);
    return Optional.of(
        apart <= EQUAL
            ? "is right: %,d parameters, and with equal weights its numbers are the library's within %.0e"
                .formatted(received.params(), Math.max(apart, 1e-7))
            : "is not it yet: " + Difference.first(expected, received));
  }

  /** The layers with parameters, each with the next of the same parameters in the other block. */
  private static Map<Node, Node> inOrder(Block expected, Block received) {
    List<Step> left = new ArrayList<>(weighted(expected));
    Map<Node, Node> pairs = new LinkedHashMap<>();
    for (Step mine : weighted(received))
      left.stream()
          .filter(step -> step.op().type().equals(mine.op().type())
              && step.parameters().equals(mine.parameters()))
          .findFirst()
          .ifPresent(step -> {
            left.remove(step);
            pairs.put(mine.node(), step.node());
          });
    return pairs;
  }

  private static List<Step> weighted(Block block) {
    return block.layers().stream().filter(step -> !step.parameters().isEmpty()).toList();
  }

  /** Only then can other layers give the same numbers, in training too. */
  private static boolean comparable(Block expected, Block received, Map<Node, Node> pairs) {
    return received.output().shape().equals(expected.output().shape())
        && pairs.size() == weighted(received).size()
        && pairs.size() == weighted(expected).size()
        && chance(expected).equals(chance(received));
  }

  /** What inference leaves out. */
  private static List<Op> chance(Block block) {
    return block.layers().stream()
        .map(Step::op)
        .filter(op -> op instanceof Dropout || op instanceof StochasticDepth)
        .toList();
  }

  /** The largest difference of the outputs, in units of the largest output. */
  private static double apart(Block expected, Block received, Map<Node, Node> pairs) {
    Lens theirs = lens(expected), mine = lens(received);
    Random random = new Random(1);
    for (Map.Entry<Node, Node> pair : pairs.entrySet()) {
      if (pair.getKey().name().equals(Graph.INPUT)) continue;
      for (Parameter p : expected.graph().step(pair.getValue().name()).parameters()) {
        INDArray numbers = theirs.parameter(pair.getValue().name(), p.key());
        numbers.assign(fresh(p, numbers, random));
        mine.parameter(pair.getKey().name(), p.key()).assign(numbers);
      }
    }
    INDArray input = input(expected.graph().input().shape(), random);
    INDArray right = theirs.values(expected.output().name(), input);
    INDArray found = mine.values(received.output().name(), input);
    return right.sub(found).amaxNumber().doubleValue() / right.amaxNumber().doubleValue();
  }

  /** No number that would hide a layer: no scale is 1, no shift is 0. */
  private static INDArray fresh(Parameter parameter, INDArray like, Random random) {
    double[] numbers = new double[Math.toIntExact(like.length())];
    boolean positive = parameter.key().equals(Keys.VARIANCE) || parameter.key().equals(Keys.GAMMA);
    long fan = Math.max(1, parameter.size() / parameter.shape().get(0));
    double size = parameter.shape().size() > 1 ? Math.sqrt(2.0 / fan) : 0.3;
    for (int i = 0; i < numbers.length; i++)
      numbers[i] = positive ? 0.5 + random.nextDouble() : size * random.nextGaussian();
    return Nd4j.createFromArray(numbers).castTo(DataType.FLOAT).reshape(like.shape());
  }

  private static INDArray input(Shape shape, Random random) {
    List<Integer> of = shape.sizes();
    long[] sizes = new long[of.size() + 1];
    sizes[0] = IMAGES;
    for (int i = 0; i < of.size(); i++) sizes[i + 1] = of.get(i);
    double[] numbers = new double[Math.toIntExact(IMAGES * shape.size())];
    for (int i = 0; i < numbers.length; i++) numbers[i] = random.nextGaussian();
    return Nd4j.createFromArray(numbers).castTo(DataType.FLOAT).reshape(sizes);
  }

  /** With an end that makes a net of the block; its own output is what is read. */
  private static Lens lens(Block block) {
    Graph graph = new Graph(block.graph().input().shape());
    Map<Node, Node> own = new HashMap<>(Map.of(block.graph().input(), graph.input()));
    for (Step step : block.layers()) {
      List<Node> inputs = step.inputs().stream().map(own::get).toList();
      Node[] others = inputs.subList(1, inputs.size()).toArray(Node[]::new);
      own.put(step.node(), inputs.get(0).then(step.node().name(), step.op(), others));
    }
    Node end = own.get(block.output());
    Node pooled = switch (end.shape().kind()) {
      case IMAGE -> end.then("check.pool", new GlobalPool(PoolKind.AVG));
      case TOKENS -> end.then("check.pool", TokenPool.MEAN);
      case VECTOR -> end;
    };
    graph.classify(pooled.dense("check.scores", 2));
    ComputationGraph net = graph.net(1);
    return new Lens(graph, net);
  }
}
