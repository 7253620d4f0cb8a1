package sevennets.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Max or average pooling of {@code N x H x W x C} images over a sliding window. */
public final class Pool extends FastLayer {
  /** What a window's pixels become. */
  public enum Kind {
    MAX,
    AVG
  }

  @JsonProperty
  private Kind kind;

  @JsonProperty
  private int[] kernel;

  @JsonProperty
  private int[] stride;

  @JsonProperty
  private int[] padding;

  @JsonProperty
  private boolean ceilMode;

  @JsonProperty
  private boolean countIncludePad;

  private Pool() {}

  /**
   * @param kernel {height, width} in pixels, as are {@code stride} and {@code padding}
   * @param ceilMode whether a last, partial window counts (Caffe's rounding), as in PyTorch
   * @param countIncludePad whether an average divides by the padding's pixels too, as PyTorch's
   *     default does
   * @throws IllegalArgumentException where the window cannot slide, or lies wholly in the padding
   */
  public Pool(
      Kind kind,
      int[] kernel,
      int[] stride,
      int[] padding,
      boolean ceilMode,
      boolean countIncludePad) {
    Window.of("Pool", kernel, stride, padding, ceilMode);
    if (2 * padding[0] > kernel[0] || 2 * padding[1] > kernel[1]) {
      throw new IllegalArgumentException(
          "Pool: padding must be at most half the kernel; received kernel=%s, padding=%s"
              .formatted(Arrays.toString(kernel), Arrays.toString(padding)));
    }
    this.kind = kind;
    this.kernel = kernel.clone();
    this.stride = stride.clone();
    this.padding = padding.clone();
    this.ceilMode = ceilMode;
    this.countIncludePad = countIncludePad;
  }

  Window window() {
    return new Window(kernel, stride, padding, ceilMode);
  }

  @Override
  Kernel kernel(DataType type) {
    // oneDNN's count of padded pixels includes those that only a partial window reaches, PyTorch's
    // does not.
    boolean countsAlike = kind == Kind.MAX || !ceilMode || !countIncludePad;
    if (Backend.callsOneDnn(type) && countsAlike) {
      return new OneDnnPool(window(), kind, countIncludePad);
    }
    return kind == Kind.MAX
        ? new Nd4jMaxPool(window())
        : new Nd4jAveragePool(window(), countIncludePad);
  }

  @Override
  public Layer stock() {
    if (ceilMode) {
      return null;
    }
    return new SubsamplingLayer.Builder(kind == Kind.MAX ? PoolingType.MAX : PoolingType.AVG)
        .kernelSize(kernel)
        .stride(stride)
        .padding(padding)
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) input;
    return InputType.convolutional(
        window().positions(0, image.getHeight()),
        window().positions(1, image.getWidth()),
        image.getChannels(),
        CNN2DFormat.NHWC);
  }

  @Override
  Object settings() {
    return List.of(
        kind,
        Arrays.toString(kernel),
        Arrays.toString(stride),
        Arrays.toString(padding),
        ceilMode,
        countIncludePad);
  }
}
