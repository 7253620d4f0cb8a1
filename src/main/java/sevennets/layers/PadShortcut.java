package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * ResNet's shortcut without parameters (He et al. 2015, section 3.3, option A): takes every
 * {@code stride}-th pixel and appends channels of zeros, {@code N x H x W x C} to {@code N x ceil(H
 * / stride) x ceil(W / stride) x channels}.
 */
public final class PadShortcut extends FastVertex {
  @JsonProperty
  private int stride;

  @JsonProperty
  private int channels;

  private PadShortcut() {}

  /** @throws IllegalArgumentException unless both are positive */
  public PadShortcut(int stride, int channels) {
    if (stride < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "PadShortcut: stride and channels must be positive; received " + stride + " and "
              + channels);
    }
    this.stride = stride;
    this.channels = channels;
  }

  @Override
  Kernel kernel(DataType type) {
    return new Nd4jPadShortcut(stride, channels);
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) inputs[0];
    return InputType.convolutional(
        (image.getHeight() - 1) / stride + 1,
        (image.getWidth() - 1) / stride + 1,
        channels,
        CNN2DFormat.NHWC);
  }

  @Override
  Object settings() {
    return List.of(stride, channels);
  }
}
