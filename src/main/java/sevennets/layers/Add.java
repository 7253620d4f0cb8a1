package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The sum of two or more arrays of one shape, with a fused {@link Fn}: a residual connection's end.
 */
public final class Add extends FastVertex {
  @JsonProperty
  private Fn fn;

  private Add() {}

  /**
   * @throws IllegalArgumentException for a function whose derivative needs the sum itself, which is
   *     not kept
   */
  public Add(Fn fn) {
    if (!fn.invertible()) {
      throw new IllegalArgumentException(
          "Add cannot fuse " + fn + "; follow it by an Activation instead");
    }
    this.fn = fn;
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnAdd(fn) : new Nd4jAdd(fn);
  }

  @Override
  public GraphVertex stock() {
    return new ElementWiseVertex(ElementWiseVertex.Op.Add);
  }

  @Override
  public Layer stockActivation() {
    return StockActivation.layer(fn);
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  Object settings() {
    return List.of(fn);
  }
}
