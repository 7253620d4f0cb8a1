package sevennets.analysis;

import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import sevennets.analysis.Summary.Layer;
import sevennets.ops.Shape;

/**
 * A {@link Summary} for other programs to read.
 *
 * <pre>{@code
 * String json = SummaryJson.of("resnet20_cifar", summary);  // what ./lab describe --json prints
 * }</pre>
 */
public final class SummaryJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private SummaryJson() {}

  /**
   * {@code {"name", "params", "macs", "input": [C, H, W], "layers": [{"name", "type", "output",
   * "params", "macs", "receptive_field"}]}}: learnable parameters, multiply-adds for one image,
   * shapes as {@code [C, H, W]} or {@code [C]}, receptive fields in pixels.
   */
  public static String of(String name, Summary summary) {
    ObjectNode root = JSON.createObjectNode()
        .put("name", name)
        .put("params", summary.params())
        .put("macs", summary.macs());
    root.set("input", sizes(summary.input()));
    ArrayNode layers = root.putArray("layers");
    for (Layer layer : summary.layers()) {
      ObjectNode line = layers.addObject().put("name", layer.name()).put("type", layer.type());
      line.set("output", sizes(layer.output()));
      line.put("params", layer.params())
          .put("macs", layer.macs())
          .put("receptive_field", layer.receptiveField());
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a tree of numbers and strings can always be written
    }
  }

  private static ArrayNode sizes(Shape shape) {
    ArrayNode sizes = JSON.createArrayNode();
    shape.sizes().forEach(sizes::add);
    return sizes;
  }
}
