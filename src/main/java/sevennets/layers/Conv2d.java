package sevennets.layers;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A two-dimensional convolution (cross-correlation), grouped or not: {@code N x H x W x in} to
 * {@code N x H' x W' x out}, {@code H' = floor((H + 2 padding - kernel) / stride) + 1}. Parameters:
 * "W" {@code [out, in / groups, kH, kW]}, He-initialised by fan-out unless set otherwise, and "b"
 * {@code [1, out]}.
 */
public final class Conv2d extends FastLayer implements WeightAndBias.Weighted {
  @JsonProperty
  private int[] kernel;

  @JsonProperty
  private int[] stride;

  @JsonProperty
  private int[] padding;

  @JsonProperty
  private int groups;

  @JsonProperty
  private boolean bias;

  @JsonProperty
  private Fn fn = Fn.IDENTITY;

  @JsonProperty
  private boolean inputGradient = true;

  @JsonProperty
  private boolean frozen;

  private Conv2d() {}

  /**
   * @param kernel {height, width} in pixels, as are {@code stride} and {@code padding} (zeros on
   *     both sides)
   * @param groups a divisor of both {@code in} and {@code out}; {@code in} itself for a depthwise
   *     convolution
   * @throws IllegalArgumentException where these do not fit together
   */
  public Conv2d(
      long in, long out, int[] kernel, int[] stride, int[] padding, int groups, boolean bias) {
    if (in < 1 || out < 1 || groups < 1 || in % groups != 0 || out % groups != 0) {
      throw new IllegalArgumentException(
          "Conv2d: groups must divide the channels in and out; received in=%d, out=%d, groups=%d"
              .formatted(in, out, groups));
    }
    Window.of("Conv2d", kernel, stride, padding, false);
    setNIn(in);
    setNOut(out);
    this.kernel = kernel.clone();
    this.stride = stride.clone();
    this.padding = padding.clone();
    this.groups = groups;
    this.bias = bias;
    setWeightInitFn(new HeFanOut());
    setActivationFn(new ActivationIdentity());
    setBiasInit(0);
  }

  /** Applies {@code fn} to the output, in the same pass. */
  public Conv2d fn(Fn fn) {
    this.fn = fn;
    return this;
  }

  /**
   * Whether the layers before learn, and so need a gradient in training; a net's first convolution
   * saves its computation. After a pass in inference, as for a saliency map, the gradient is always
   * computed.
   */
  public Conv2d inputGradient(boolean wanted) {
    inputGradient = wanted;
    return this;
  }

  /**
   * Lets the weights' arrangement for the processor be kept from the first inference on: for nets
   * whose weights no longer change, as {@link Inference#optimise} returns.
   */
  Conv2d frozen() {
    frozen = true;
    return this;
  }

  /** The same convolution with a bias, as a batch norm folded into it needs. */
  Conv2d withBias() {
    Conv2d copy = (Conv2d) clone();
    copy.bias = true;
    return copy;
  }

  public int groups() {
    return groups;
  }

  public Fn fn() {
    return fn;
  }

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type)
        ? new OneDnnConvolution(window(), groups, bias, fn, frozen)
        : new Nd4jConvolution(window(), groups, bias, fn);
  }

  Window window() {
    return new Window(kernel, stride, padding, false);
  }

  @Override
  boolean wantsInputGradient() {
    return inputGradient;
  }

  @Override
  public Layer stock() {
    if (groups > 1) {
      return null;
    }
    return new ConvolutionLayer.Builder(kernel)
        .nIn(getNIn())
        .nOut(getNOut())
        .stride(stride)
        .padding(padding)
        .hasBias(bias)
        .biasInit(0)
        .weightInit(getWeightInitFn())
        .activation(StockActivation.of(fn))
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }

  @Override
  public ParamInitializer initializer() {
    return WeightAndBias.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    InputType.InputTypeConvolutional image = (InputType.InputTypeConvolutional) input;
    return InputType.convolutional(
        window().positions(0, image.getHeight()),
        window().positions(1, image.getWidth()),
        getNOut(),
        CNN2DFormat.NHWC);
  }

  @Override
  public long[] weightShape() {
    return new long[] {getNOut(), getNIn() / groups, kernel[0], kernel[1]};
  }

  @Override
  public char weightOrder() {
    return 'c';
  }

  @Override
  public double fanIn() {
    return (double) getNIn() / groups * kernel[0] * kernel[1];
  }

  /** As PyTorch counts it: all output channels, whatever the groups and the stride. */
  @Override
  public double fanOut() {
    return (double) getNOut() * kernel[0] * kernel[1];
  }

  @Override
  public boolean bias() {
    return bias;
  }

  @Override
  Object settings() {
    return List.of(
        Arrays.toString(kernel),
        Arrays.toString(stride),
        Arrays.toString(padding),
        groups,
        bias,
        fn,
        inputGradient,
        frozen);
  }
}
