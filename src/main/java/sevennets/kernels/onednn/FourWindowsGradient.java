package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Pass;
import sevennets.kernels.Window;

/**
 * The weight gradient of a depthwise 5 x 5 convolution, put together from four 3 x 3 windows, one
 * in each corner: oneDNN has a depthwise kernel for gradients of windows up to 3 wide, and for
 * wider ones only the dense kernel, with one channel in each register.
 *
 * <p>All four are the same convolution, of the images in a frame of zeros. They differ in where the
 * output gradient lies. It stands in the upper left of a larger array of zeros; read from an
 * address further back, it stands further down and to the right, and meets the pixels that the
 * window's later rows and columns look at.
 */
final class FourWindowsGradient {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DIFF_DST = dnnl.DNNL_ARG_DIFF_DST;
  private static final int DIFF_WEIGHTS = dnnl.DNNL_ARG_DIFF_WEIGHTS;
  private static final int WIDE = 5;
  private static final int NARROW = 3;
  /** From the first row of a 3 x 3 window in an upper corner to that of one in a lower corner. */
  private static final int STEP = WIDE - NARROW;

  private static final long[] ONE = {1, 1};
  private static final long[] NO_DILATION = {0, 0};

  private final long channels;
  /** How many outputs further a window's gradient is that looks {@link #STEP} pixels further. */
  private final long shift;

  private final long[] framed;
  private final long[] spread;
  private final Reorder frame;
  private final Reorder spreadOut;
  private final Primitive gradient;
  private final Reorder intoCorner;

  /** Whether this is about such a convolution. */
  static boolean suits(Window window, int groups, boolean bias, long[] weights) {
    int stride = window.stride(0);
    return !bias
        && groups > 1
        && groups == weights[0]
        && weights[1] == 1
        && isSquare(window)
        && window.kernel(0) == WIDE
        && window.padding(0) == STEP
        && stride <= STEP
        && !window.ceil();
  }

  private static boolean isSquare(Window window) {
    return window.kernel(0) == window.kernel(1)
        && window.stride(0) == window.stride(1)
        && window.padding(0) == window.padding(1);
  }

  /** @param input N x H x W x C */
  FourWindowsGradient(Blueprint blueprint, Window window, long[] input) {
    channels = input[3];
    int stride = window.stride(0);
    shift = STEP / stride;
    long[] output = window.outputShape(input, channels);
    framed = new long[] {input[0], input[1] + 2, input[2] + 2, channels};
    spread = new long[] {output[0], output[1] + shift, output[2] + shift, channels};
    frame = new Reorder(blueprint, blueprint.images(input), within(blueprint, input, framed));
    spreadOut = new Reorder(blueprint, blueprint.images(output), within(blueprint, output, spread));
    dnnl_primitive_desc desc = describe(blueprint, stride);
    gradient = new Primitive(desc, SRC, DIFF_DST, DIFF_WEIGHTS).own(desc, DIFF_WEIGHTS);
    long[] corner = {channels, 1, 1, NARROW, NARROW};
    long[] strides = {WIDE * WIDE, WIDE * WIDE, WIDE * WIDE, WIDE, 1};
    intoCorner = new Reorder(
            blueprint, Primitive.layout(desc, DIFF_WEIGHTS), blueprint.strided(corner, strides))
        .outOf(gradient, DIFF_WEIGHTS);
  }

  /** Images of shape {@code inner} that lie in an array of shape {@code outer}. */
  private static dnnl_memory_desc within(Blueprint blueprint, long[] inner, long[] outer) {
    return blueprint.strided(
        new long[] {inner[0], inner[3], inner[1], inner[2]},
        new long[] {outer[1] * outer[2] * outer[3], 1, outer[2] * outer[3], outer[3]});
  }

  private dnnl_primitive_desc describe(Blueprint blueprint, int stride) {
    long[] strides = {stride, stride};
    dnnl_memory_desc x = blueprint.images(framed);
    dnnl_memory_desc y = blueprint.images(spread);
    dnnl_memory_desc weights = blueprint.any(channels, 1, 1, NARROW, NARROW);
    dnnl_primitive_desc forward = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            forward,
            OneDnn.engine(),
            dnnl.dnnl_forward_training,
            dnnl.dnnl_convolution_direct,
            x,
            weights,
            null,
            y,
            strides,
            NO_DILATION,
            ONE,
            ONE,
            null),
        "plan a narrow window");
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_convolution_direct,
            x,
            weights,
            null,
            y,
            strides,
            NO_DILATION,
            ONE,
            ONE,
            forward,
            null),
        "plan a narrow window's weight gradient");
    return desc;
  }

  /**
   * @param x N x H x W x C
   * @param dy N x H' x W' x C
   * @param dWeights C x 1 x 5 x 5, overwritten
   */
  void run(INDArray x, INDArray dy, INDArray dWeights, Pass<INDArray> pass) {
    long row = framed[2] * channels;
    INDArray images = zeros(pass, row * framed[1] * framed[0]);
    frame.run(OneDnn.address(x), at(images, row + channels));
    long back = shift * spread[2] * channels;
    long right = shift * channels;
    INDArray gradients = zeros(pass, back + right + spread[0] * spread[1] * spread[2] * channels);
    spreadOut.run(OneDnn.address(dy), at(gradients, back + right));
    gradient.bind(SRC, images);
    for (int below = 0; below <= 1; below++) {
      for (int beside = 0; beside <= 1; beside++) {
        gradient
            .bind(DIFF_DST, at(gradients, (1 - below) * back + (1 - beside) * right))
            .run();
        intoCorner.write(at(dWeights, STEP * (below * WIDE + beside)));
      }
    }
  }

  private static INDArray zeros(Pass<INDArray> pass, long length) {
    INDArray zeros = pass.scratch(length);
    OneDnn.clear(zeros);
    return zeros;
  }

  private static long at(INDArray array, long index) {
    return OneDnn.address(array) + index * array.dataType().width();
  }
}
