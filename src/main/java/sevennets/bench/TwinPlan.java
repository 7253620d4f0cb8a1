package sevennets.bench;

import java.util.Map;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.ops.Shape;

/**
 * A {@link Graph} as JSON, from which {@code torch_twin.py} builds the same net: each step's
 * operation under torch.nn's name, with torch.nn's arguments, its inputs, and its parameters.
 */
final class TwinPlan {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TwinPlan() {}

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
    Map<String, Object> arguments = step.op()
        .twin(step.inputShapes())
        .orElseThrow(() -> new IllegalArgumentException(
            "no module of PyTorch is known that does what '%s' does: %s"
                .formatted(step.node().name(), step.op())));
    ObjectNode json = JSON.createObjectNode()
        .put("name", step.node().name())
        .put("op", step.op().type());
    json.set("arguments", JSON.valueToTree(arguments));
    json.set("inputs", JSON.valueToTree(step.inputs().stream().map(Node::name).toList()));
    ArrayNode parameters = json.putArray("parameters");
    // A module's own tensor needs a name even where the state dict has only the module's.
    step.parameters().forEach(p -> parameters.add(p.tensor().isEmpty() ? "weight" : p.tensor()));
    return json;
  }
}
