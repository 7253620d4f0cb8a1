package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.graph.OpLayer;
import sevennets.graph.OpVertex;
import sevennets.graph.SoftmaxCrossEntropy;
import sevennets.kernels.Fn;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;
import sevennets.kernels.cudnn.Plan.Place;
import sevennets.ops.Activation;
import sevennets.ops.Add;
import sevennets.ops.BatchNorm;
import sevennets.ops.ChannelsLast;
import sevennets.ops.Concat;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.Dropout;
import sevennets.ops.Flatten;
import sevennets.ops.GlobalPool;
import sevennets.ops.LayerNorm;
import sevennets.ops.LearnedTokens;
import sevennets.ops.Lrn;
import sevennets.ops.Op;
import sevennets.ops.Pad;
import sevennets.ops.PadShortcut;
import sevennets.ops.Pool;
import sevennets.ops.Scale;
import sevennets.ops.SelfAttention;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;
import sevennets.ops.TokenPool;
import sevennets.ops.Tokens;

/** A net as a {@link Plan}: all that the engine knows of the rest of the house is said here. */
final class PlanOf {
  private static final List<Fn> FUNCTIONS =
      List.of(Fn.IDENTITY, Fn.RELU, Fn.RELU6, Fn.SILU, Fn.SIGMOID, Fn.TANH, Fn.GELU);

  private PlanOf() {}

  /** Of a graph and the net that was made of it, which says where its parameters lie. */
  static Plan of(String name, Graph graph, ComputationGraph net) {
    if (!graph.penalties().isEmpty()) {
      throw Ways.none("a penalty", graph.penalties().get(0).name());
    }
    Map<String, Map<String, Place>> places = places(net);
    Map<Node, Integer> numbers = new HashMap<>();
    List<Plan.Shape> values = new ArrayList<>();
    numbers.put(graph.input(), 0);
    values.add(shape(graph.input().shape()));
    List<Plan.Step> steps = new ArrayList<>();
    for (Graph.Step step : graph.steps()) {
      numbers.put(step.node(), values.size());
      values.add(shape(step.node().shape()));
      String id = step.node().name();
      Map<String, Double> settings = new TreeMap<>();
      steps.add(new Plan.Step(
          describe(id, step.op(), step.inputShapes(), settings),
          id,
          step.inputs().stream().map(numbers::get).toList(),
          numbers.get(step.node()),
          settings,
          step.parameters().isEmpty() ? Map.of() : places.get(id)));
    }
    List<Plan.Head> heads = graph.heads().stream()
        .map(head -> new Plan.Head(numbers.get(head.logits()), head.weight()))
        .toList();
    return new Plan(name, values, steps, heads, Math.toIntExact(net.numParams()));
  }

  /**
   * Of a net alone, as a checkpoint brings it back: by its configuration, whose layers hold the
   * operations.
   *
   * @throws IllegalArgumentException if something in it has no way on a card yet
   */
  static Plan of(ComputationGraph net) {
    return new OfConfiguration(net).plan();
  }

  /** Reads a net's configuration in the order of a forward pass. */
  private static final class OfConfiguration {
    private final ComputationGraph net;
    private final Map<String, Map<String, Place>> places;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Plan.Step> steps = new ArrayList<>();
    private final Map<String, Plan.Head> heads = new HashMap<>();

    OfConfiguration(ComputationGraph net) {
      this.net = net;
      places = places(net);
    }

    Plan plan() {
      var configuration = net.getConfiguration();
      for (int index : net.topologicalSortOrder()) {
        String name = net.getVertices()[index].getVertexName();
        if (configuration.getVertices().containsKey(name)) {
          add(
              name,
              configuration.getVertices().get(name),
              configuration.getVertexInputs().get(name));
        }
      }
      return new Plan(
          "net",
          shapes.stream().map(PlanOf::shape).toList(),
          steps,
          configuration.getNetworkOutputs().stream().map(heads::get).toList(),
          Math.toIntExact(net.numParams()));
    }

    private void add(String name, Object vertex, List<String> inputs) {
      if (vertex instanceof OpVertex found && found.op() instanceof ChannelsLast) {
        // The engine rearranges images itself.
        numbers.put(name, 0);
        shapes.add(found.inputs().get(0));
      } else if (vertex instanceof OpVertex found) {
        add(name, found.op(), inputs);
      } else if (vertex instanceof LayerVertex wrapped
          && wrapped.getLayerConf().getLayer() instanceof OpLayer found) {
        add(name, found.op(), inputs);
      } else if (vertex instanceof LayerVertex wrapped
          && wrapped.getLayerConf().getLayer() instanceof LossLayer loss
          && loss.getLossFn() instanceof SoftmaxCrossEntropy entropy) {
        heads.put(name, new Plan.Head(numbers.get(inputs.get(0)), entropy.weight()));
      } else {
        throw Ways.none(what(vertex), name);
      }
    }

    private void add(String name, Op op, List<String> inputs) {
      List<Integer> read = new ArrayList<>();
      for (String input : inputs) {
        if (!numbers.containsKey(input)) {
          throw Ways.none("an input that is no image", input);
        }
        read.add(numbers.get(input));
      }
      List<Shape> shapesRead = read.stream().map(shapes::get).toList();
      Map<String, Double> settings = new TreeMap<>();
      String operation = describe(name, op, shapesRead, settings);
      numbers.put(name, shapes.size());
      shapes.add(op.output(shapesRead));
      steps.add(new Plan.Step(
          operation, name, read, numbers.get(name), settings, places.getOrDefault(name, Map.of())));
    }

    private static String what(Object vertex) {
      Object layer =
          vertex instanceof LayerVertex wrapped ? wrapped.getLayerConf().getLayer() : vertex;
      return layer instanceof LossLayer loss
          ? loss.getLossFn().getClass().getSimpleName()
          : "Deeplearning4j's " + layer.getClass().getSimpleName();
    }
  }

  private static Plan.Shape shape(Shape shape) {
    return new Plan.Shape(shape.channels(), shape.height(), shape.width());
  }

  /** By vertex and key, in the flat vector's order: that in which a forward pass meets them. */
  private static Map<String, Map<String, Place>> places(ComputationGraph net) {
    Map<String, Map<String, Place>> places = new HashMap<>();
    int offset = 0;
    for (int index : net.topologicalSortOrder()) {
      GraphVertex vertex = net.getVertices()[index];
      if (vertex.numParams() == 0) {
        continue;
      }
      Map<String, Place> mine = new LinkedHashMap<>();
      for (Map.Entry<String, INDArray> entry : vertex.paramTable(false).entrySet()) {
        int length = Math.toIntExact(entry.getValue().length());
        mine.put(entry.getKey(), new Place(offset, length));
        offset += length;
      }
      places.put(vertex.getVertexName(), mine);
    }
    return places;
  }

  /** The operation's name in {@link Ways}; its numbers go to {@code settings}. */
  private static String describe(
      String name, Op op, List<Shape> inputs, Map<String, Double> settings) {
    if (op instanceof Conv conv) {
      window(conv.slide(), settings);
      settings.put("groups", (double) conv.groups());
      return "conv";
    }
    if (op instanceof BatchNorm norm) {
      settings.put("epsilon", norm.epsilon());
      settings.put("momentum", norm.momentum());
      function(norm.fn(), settings);
      return "norm";
    }
    if (op instanceof Pool pool) {
      window(pool.slide(), settings);
      settings.put("count_padding", pool.countPadding() ? 1.0 : 0);
      return pool.kind() == PoolKind.MAX ? "max_pool" : "mean_pool";
    }
    if (op instanceof GlobalPool pool) {
      return pool.kind() == PoolKind.MAX ? "global_max" : "global_mean";
    }
    if (op instanceof Activation activation) {
      function(activation.fn(), settings);
      return "activation";
    }
    if (op instanceof Add add) {
      function(add.fn(), settings);
      return "add";
    }
    if (op instanceof Lrn lrn) {
      settings.put("n", (double) lrn.n());
      settings.put("k", lrn.k());
      settings.put("alpha", lrn.alpha());
      settings.put("beta", lrn.beta());
      return "lrn";
    }
    if (op instanceof Dropout dropout) {
      settings.put("probability", dropout.probability());
      return "dropout";
    }
    if (op instanceof StochasticDepth depth) {
      settings.put("probability", depth.probability());
      return "stochastic_depth";
    }
    if (op instanceof Pad pad) {
      settings.put("top", (double) pad.top());
      settings.put("left", (double) pad.left());
      return "pad";
    }
    if (op instanceof PadShortcut shortcut) {
      settings.put("stride", (double) shortcut.stride());
      return "pad_shortcut";
    }
    if (op instanceof Scale && inputs.get(1).kind() == Shape.Kind.VECTOR) {
      return "channel_gate";
    }
    if (op instanceof Dense) {
      return "dense";
    }
    if (op instanceof Concat) {
      return "concat";
    }
    if (op instanceof Flatten) {
      return "flatten";
    }
    return ofTokens(name, op, settings);
  }

  private static String ofTokens(String name, Op op, Map<String, Double> settings) {
    if (op instanceof LayerNorm norm) {
      settings.put("epsilon", norm.epsilon());
      return "layer_norm";
    }
    if (op instanceof SelfAttention attention) {
      settings.put("heads", (double) attention.heads());
      return "attention";
    }
    if (op instanceof Tokens) {
      return "tokens";
    }
    if (op instanceof LearnedTokens learned) {
      return learned.use() == LearnedTokens.Use.ADDED ? "positions" : "class_token";
    }
    if (op.equals(TokenPool.FIRST)) {
      return "first_token";
    }
    if (op.equals(TokenPool.MEAN)) {
      return "global_mean";
    }
    throw Ways.none(op.type(), name);
  }

  private static void function(Fn fn, Map<String, Double> settings) {
    settings.put("fn", (double) FUNCTIONS.indexOf(fn));
  }

  private static void window(Window w, Map<String, Double> settings) {
    settings.put("kernel_height", (double) w.kernelHeight());
    settings.put("kernel_width", (double) w.kernelWidth());
    settings.put("stride_height", (double) w.strideHeight());
    settings.put("stride_width", (double) w.strideWidth());
    settings.put("padding_height", (double) w.paddingHeight());
    settings.put("padding_width", (double) w.paddingWidth());
  }
}
