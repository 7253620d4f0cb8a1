package sevennets.layers;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Scales each channel of {@code N x H x W x C} images by a gate {@code N x C}: SE-Net's and
 * EfficientNet's "scale".
 */
public final class ChannelGate extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnChannelGate() : new Nd4jChannelGate();
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
