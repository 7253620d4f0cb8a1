package sevennets.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Head;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.models.Variant;
import sevennets.ops.Dropout;
import sevennets.ops.Op;
import sevennets.ops.StochasticDepth;

/**
 * Nets trained for a step in two processes: in the way that is trusted, and in the one that is
 * tested. Both start from the same parameters, images and labels, and nothing is left to chance:
 * what dropout draws, no two devices agree on.
 *
 * <pre>{@code
 * SelfTest.Way trusted = new SelfTest.Way("processor", List.of(), Map.of());
 * SelfTest.Way tested = new SelfTest.Way("two threads", List.of(), Map.of("OMP_NUM_THREADS", "2"));
 * try (SelfTest test = new SelfTest(trusted, tested, 1)) {
 *   double difference = test.of(Models.get("lenet5"), 8).difference();
 * }
 * }</pre>
 */
public final class SelfTest implements AutoCloseable {
  /**
   * On newer cards cuDNN multiplies in TF32, with 10 bits of mantissa; a wrong gradient is off by
   * far more.
   */
  private static final double TOLERANCE = 0.02;
  /**
   * Large enough for a step to stand out from rounding, small enough for those that follow not to
   * diverge.
   */
  private static final double LEARNING_RATE = 1e-3;

  private static final int STEPS_TIMED = 5;

  /** A way to compute: the options of a JVM, and what is added to its environment. */
  public record Way(String name, List<String> options, Map<String, String> environment) {
    /** oneDNN on the processor, even if there is a graphics card. */
    public static final Way PROCESSOR = new Way(
        "processor", List.of("-Dsevennets.layers=onednn"), Map.of("BACKEND_PRIORITY_CPU", "1000"));

    /** The graphics card, of which libnd4j's operations make use. */
    public static final Way CARD = new Way(
        "graphics card",
        List.of("-Dsevennets.layers=nd4j"),
        Map.of("BACKEND_PRIORITY_GPU", "1000"));

    /** The operations that a graphics card would run, on the processor. */
    public static final Way LIBND4J = new Way(
        "libnd4j", List.of("-Dsevennets.layers=nd4j"), Map.of("BACKEND_PRIORITY_CPU", "1000"));
  }

  /**
   * What came of one net.
   *
   * @param losses of the first step: the trusted one and the tested one
   * @param difference between the changes of all parameters in that step, as a share of the trusted
   *     change
   * @param imagesPerSecond over the steps that followed, trusted and tested
   */
  public record Result(String arch, double[] losses, double difference, double[] imagesPerSecond) {
    public boolean agrees() {
      return difference <= TOLERANCE
          && Math.abs(losses[1] - losses[0]) <= TOLERANCE * Math.abs(losses[0]);
    }
  }

  private final int threads;
  private final List<Peer> peers;

  public SelfTest(Way trusted, Way tested, int threads) {
    this.threads = threads;
    Peers starter = new Peers(null, threads);
    peers = List.of(starter.start(trusted), starter.start(tested));
  }

  /** Trains both for a step on {@code batch} images, compares, and then times a few steps more. */
  public Result of(Variant variant, int batch) {
    Workload workload =
        new Workload(variant.name(), withoutChance(variant.graph()), batch, Mode.TRAINING);
    double[] losses = new double[2];
    float[][] parameters = new float[2][];
    double[] imagesPerSecond = new double[2];
    try (Assignment assignment = new Assignment(workload, threads)) {
      for (int i = 0; i < 2; i++) {
        peers.get(i).ask(assignment.load(Contender.OURS).put("learningRate", LEARNING_RATE));
        losses[i] = run(i, 1).get("score").asDouble();
        Path file = assignment.file("parameters-" + i);
        peers.get(i).ask(Peer.request("parameters").put("file", file.toString()));
        parameters[i] = Floats.read(file);
        imagesPerSecond[i] =
            STEPS_TIMED * batch / run(i, STEPS_TIMED).get("seconds").asDouble();
      }
      return new Result(
          variant.name(),
          losses,
          difference(Floats.read(assignment.file("parameters")), parameters),
          imagesPerSecond);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode run(int peer, int steps) {
    return peers.get(peer).ask(Peer.request("run").put("steps", steps));
  }

  private static double difference(float[] start, float[][] ends) {
    double apart = 0;
    double moved = 0;
    for (int i = 0; i < start.length; i++) {
      apart += Math.pow((double) ends[1][i] - ends[0][i], 2);
      moved += Math.pow((double) ends[0][i] - start[i], 2);
    }
    return Math.sqrt(apart / moved);
  }

  private static Graph withoutChance(Graph graph) {
    Graph copy = new Graph(graph.input().shape());
    Map<String, Node> nodes = new HashMap<>(Map.of(Graph.INPUT, copy.input()));
    for (Step step : graph.steps()) {
      Node[] inputs =
          step.inputs().stream().map(input -> nodes.get(input.name())).toArray(Node[]::new);
      Node[] others = List.of(inputs).subList(1, inputs.length).toArray(Node[]::new);
      nodes.put(
          step.node().name(), inputs[0].then(step.node().name(), withoutChance(step.op()), others));
    }
    copy.classify(nodes.get(graph.logits().name()));
    for (Head head : graph.heads().subList(1, graph.heads().size()))
      copy.auxiliary(
          head.name().substring("loss.".length()), nodes.get(head.logits().name()), head.weight());
    return copy;
  }

  private static Op withoutChance(Op op) {
    if (op instanceof Dropout) return new Dropout(0);
    return op instanceof StochasticDepth ? new StochasticDepth(0) : op;
  }

  @Override
  public void close() {
    peers.forEach(Peer::close);
  }
}
