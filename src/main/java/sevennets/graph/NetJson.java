package sevennets.graph;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import sevennets.ops.Ops;

/**
 * A net's configuration as Deeplearning4j writes it, from whoever wrote it: it names Java classes,
 * and those that are not in the list below are not loaded.
 *
 * <pre>{@code
 * String json = NetJson.of(net.getConfiguration());
 * }</pre>
 */
public final class NetJson {
  /**
   * What a net may be made of: a class by its name, or with a {@code *} all of a package. Those
   * with a star hold settings and formulas alone.
   */
  private static final List<String> ALLOWED = List.of(
      "sevennets.graph.OpLayer",
      "sevennets.graph.OpVertex",
      "sevennets.graph.PenaltyLoss",
      "sevennets.graph.SoftmaxCrossEntropy",
      "sevennets.ops.*",
      "org.deeplearning4j.nn.conf.graph.LayerVertex",
      "org.deeplearning4j.nn.conf.graph.ElementWiseVertex",
      "org.deeplearning4j.nn.conf.graph.MergeVertex",
      "org.deeplearning4j.nn.conf.graph.PreprocessorVertex",
      "org.deeplearning4j.nn.conf.layers.ActivationLayer",
      "org.deeplearning4j.nn.conf.layers.BatchNormalization",
      "org.deeplearning4j.nn.conf.layers.ConvolutionLayer",
      "org.deeplearning4j.nn.conf.layers.DenseLayer",
      "org.deeplearning4j.nn.conf.layers.DropoutLayer",
      "org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer",
      "org.deeplearning4j.nn.conf.layers.LocalResponseNormalization",
      "org.deeplearning4j.nn.conf.layers.LossLayer",
      "org.deeplearning4j.nn.conf.layers.OutputLayer",
      "org.deeplearning4j.nn.conf.layers.SubsamplingLayer",
      "org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer",
      "org.deeplearning4j.nn.conf.layers.misc.FrozenLayer",
      "org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor",
      "org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor",
      "org.deeplearning4j.nn.conf.distribution.*",
      "org.deeplearning4j.nn.conf.dropout.*",
      "org.deeplearning4j.nn.weights.*",
      "org.nd4j.linalg.activations.impl.*",
      "org.nd4j.linalg.learning.config.*",
      "org.nd4j.linalg.learning.regularization.*",
      "org.nd4j.linalg.lossfunctions.impl.*",
      "org.nd4j.linalg.schedule.*");

  /** Twenty times that of the deepest net of the series. */
  static final int MOST_BYTES = 20 << 20;

  private static final int DEEPEST = 100;
  private static final JsonFactory JSON = new JsonFactory();

  private NetJson() {}

  /** A net of a version whose operations were written otherwise. */
  public static final class Outdated extends IOException {
    Outdated() {
      super(
          "it was saved by Seven Nets 0.1.0, whose layers this version no longer has; train it again, or export its weights by that version and load them");
    }
  }

  /**
   * @throws IllegalArgumentException in a sentence, if it has an operation that no file can name
   */
  public static String of(ComputationGraphConfiguration net) {
    for (GraphVertex vertex : net.getVertices().values()) {
      if (vertex instanceof OpVertex plain) {
        Ops.name(plain.op().getClass());
      } else if (vertex instanceof LayerVertex holder
          && holder.getLayerConf().getLayer() instanceof OpLayer layer) {
        Ops.name(layer.op().getClass());
      }
    }
    return net.toJson();
  }

  /**
   * @throws IOException if it describes no net or one of other parts; the message goes on from
   *     "FILE is damaged: "
   */
  public static ComputationGraphConfiguration parse(String json) throws IOException {
    try {
      requireAllowed(json);
      ComputationGraphConfiguration net = ComputationGraphConfiguration.fromJson(json);
      requireWhole(net);
      return net;
    } catch (JsonProcessingException e) {
      throw new IOException("its configuration is no JSON: " + first(e.getOriginalMessage()), e);
    } catch (RuntimeException e) {
      throw new IOException("its configuration describes no net (%s)".formatted(reason(e)), e);
    }
  }

  /** Before anything is made of the text: how deep it goes, and which classes it names. */
  private static void requireAllowed(String json) throws IOException {
    int depth = 0;
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > DEEPEST) {
          throw new IOException("its configuration goes deeper than %d levels".formatted(DEEPEST));
        }
        if (token == JsonToken.FIELD_NAME && parser.getCurrentName().startsWith("@")) {
          requireAllowedClass(parser);
        }
      }
    }
  }

  private static void requireAllowedClass(JsonParser parser) throws IOException {
    String name = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
    if (name.matches("sevennets\\.layers\\.\\w+")) {
      throw new Outdated();
    }
    if (ALLOWED.stream().noneMatch(allowed -> matches(allowed, name))) {
      throw new IOException("its configuration names the type '%s', of which no net here is made"
          .formatted(name.length() > 100 ? name.substring(0, 100) + "..." : name));
    }
  }

  private static boolean matches(String allowed, String name) {
    return allowed.endsWith("*")
        ? name.startsWith(allowed.substring(0, allowed.length() - 1))
            && name.indexOf('.', allowed.length()) < 0
        : name.equals(allowed);
  }

  /** Older ways to name a class stand without the field that is looked for above. */
  private static void requireWhole(ComputationGraphConfiguration net) throws IOException {
    if (net.getVertices() == null || net.getVertices().isEmpty()) {
      throw new IOException("its configuration has no vertices");
    }
    for (Map.Entry<String, GraphVertex> vertex : net.getVertices().entrySet()) {
      requireAllowed(vertex.getKey(), vertex.getValue());
      if (vertex.getValue() instanceof LayerVertex layer) {
        requireAllowed(
            vertex.getKey(),
            layer.getLayerConf() == null ? null : layer.getLayerConf().getLayer());
      }
    }
  }

  private static void requireAllowed(String vertex, Object part) throws IOException {
    String name = part == null ? "nothing" : part.getClass().getName();
    if (ALLOWED.stream().noneMatch(allowed -> matches(allowed, name))) {
      throw new IOException(
          "its vertex '%s' is a %s, of which no net here is made".formatted(vertex, name));
    }
  }

  /** The innermost sentence of a chain of exceptions. */
  private static String reason(Throwable e) {
    Throwable innermost = e;
    while (innermost.getCause() != null && innermost.getCause() != innermost) {
      innermost = innermost.getCause();
    }
    String message = innermost instanceof JsonProcessingException json
        ? json.getOriginalMessage()
        : innermost.getMessage();
    // Java's words for a part that is missing are no sentence.
    return message == null || innermost instanceof NullPointerException
        ? "a part is missing"
        : first(message);
  }

  /** What a message says before it quotes the text that it is about. */
  private static String first(String message) {
    return message.split(" \\(for |\\R", 2)[0];
  }
}
