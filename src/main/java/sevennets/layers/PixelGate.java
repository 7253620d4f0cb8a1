package sevennets.layers;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Scales each pixel of {@code N x H x W x C} images, all its channels alike, by a gate {@code N x H
 * x W x 1}: CBAM's spatial attention.
 */
public final class PixelGate extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnPixelGate() : new Nd4jPixelGate();
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  Object settings() {
    return List.of();
  }
}
