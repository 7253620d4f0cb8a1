package sevennets.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.layers.Fn;
import sevennets.ops.Add;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.Dropout;
import sevennets.ops.Lrn;
import sevennets.ops.Op;
import sevennets.ops.Pad;
import sevennets.ops.PadShortcut;
import sevennets.ops.Pool;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;
import sevennets.ops.Window;

/**
 * A {@link Graph} as JSON, from which {@code torch_twin.py} builds the same net: each step's
 * operation under torch.nn's name, with torch.nn's arguments, its inputs, and its parameters.
 */
final class Blueprint {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Blueprint() {}

  static ObjectNode of(Graph graph) {
    ObjectNode net = JSON.createObjectNode();
    Shape input = graph.input().shape();
    net.putArray("input").add(input.channels()).add(input.height()).add(input.width());
    ArrayNode steps = net.putArray("steps");
    graph.steps().forEach(step -> steps.add(step(step)));
    ArrayNode heads = net.putArray("heads");
    graph
        .heads()
        .forEach(head ->
            heads.addObject().put("logits", head.logits().name()).put("weight", head.weight()));
    return net;
  }

  private static ObjectNode step(Step step) {
    ObjectNode json = JSON.createObjectNode()
        .put("name", step.node().name())
        .put("op", step.op().type());
    json.set(
        "arguments", JSON.valueToTree(arguments(step.op(), step.inputShapes().get(0))));
    json.set("inputs", JSON.valueToTree(step.inputs().stream().map(Node::name).toList()));
    ArrayNode parameters = json.putArray("parameters");
    step.parameters().forEach(p -> parameters.add(p.tensor()));
    return json;
  }

  private static Map<String, Object> arguments(Op op, Shape in) {
    requireSeparate(op);
    if (op instanceof Conv conv) return conv(conv, in);
    if (op instanceof BatchNorm bn)
      return Map.of("num_features", in.channels(), "eps", bn.epsilon(), "momentum", bn.momentum());
    if (op instanceof Pool pool) return pool(pool);
    if (op instanceof Dense dense)
      return Map.of(
          "in_features", in.channels(), "out_features", dense.units(), "bias", dense.hasBias());
    // torch divides its alpha by the number of channels, the paper does not.
    if (op instanceof Lrn lrn)
      return Map.of(
          "size", lrn.n(), "k", lrn.k(), "alpha", lrn.alpha() * lrn.n(), "beta", lrn.beta());
    if (op instanceof Dropout dropout) return Map.of("p", dropout.probability());
    if (op instanceof StochasticDepth depth) return Map.of("p", depth.probability());
    if (op instanceof Pad pad)
      return Map.of("padding", List.of(pad.left(), pad.right(), pad.top(), pad.bottom()));
    if (op instanceof PadShortcut pad)
      return Map.of("channels", pad.channels(), "stride", pad.stride());
    return Map.of();
  }

  private static Map<String, Object> conv(Conv conv, Shape in) {
    Window w = conv.slide();
    return Map.of(
        "in_channels",
        in.channels(),
        "out_channels",
        conv.filters(),
        "kernel_size",
        kernel(w),
        "stride",
        stride(w),
        "padding",
        padding(w),
        "groups",
        conv.groups(),
        "bias",
        conv.hasBias());
  }

  private static Map<String, Object> pool(Pool pool) {
    Window w = pool.slide();
    Map<String, Object> common = Map.of(
        "kernel_size",
        kernel(w),
        "stride",
        stride(w),
        "padding",
        padding(w),
        "ceil_mode",
        pool.ceil());
    if (pool.kind() == sevennets.layers.Pool.Kind.MAX) return common;
    Map<String, Object> average = new HashMap<>(common);
    average.put("count_include_pad", pool.countPadding());
    return average;
  }

  private static List<Integer> kernel(Window w) {
    return List.of(w.kernelHeight(), w.kernelWidth());
  }

  private static List<Integer> stride(Window w) {
    return List.of(w.strideHeight(), w.strideWidth());
  }

  private static List<Integer> padding(Window w) {
    return List.of(w.paddingHeight(), w.paddingWidth());
  }

  /**
   * A graph as it is written has its activations as steps; only the compiler joins them to other
   * operations.
   */
  private static void requireSeparate(Op op) {
    boolean joined = op instanceof Add add && add.fn() != Fn.IDENTITY
        || op instanceof BatchNorm bn && bn.fn() != Fn.IDENTITY;
    if (joined)
      throw new IllegalArgumentException(
          "PyTorch's twin needs activations as steps of their own, received " + op);
  }
}
