package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Pass;
import sevennets.kernels.Window;

/**
 * A convolution's primitives for one shape. The algorithm is always the direct one: Winograd's,
 * which oneDNN would pick for some shapes, spends its time in page faults of its scratchpad.
 */
final class ConvolutionPlan {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;
  private static final int WEIGHTS = dnnl.DNNL_ARG_WEIGHTS;
  private static final int BIAS = dnnl.DNNL_ARG_BIAS;
  private static final int DIFF_SRC = dnnl.DNNL_ARG_DIFF_SRC;
  private static final int DIFF_DST = dnnl.DNNL_ARG_DIFF_DST;
  private static final int DIFF_WEIGHTS = dnnl.DNNL_ARG_DIFF_WEIGHTS;
  private static final int DIFF_BIAS = dnnl.DNNL_ARG_DIFF_BIAS;
  /** The implementation that {@link #directIsFaster} is about. */
  private static final String DIRECT = "jit(_1x1)?:avx512_core";
  /** Numbers in a register. */
  private static final int REGISTER = 16;

  private static final long[] NO_DILATION = {0, 0};

  private final boolean bias;
  private final boolean directIsFaster;
  private boolean arranged;
  private final long[] strides;
  private final long[] leading;
  private final long[] trailing;
  private Primitive forward;
  private WeightLayout forwardWeights;
  private Primitive backwardData;
  private WeightLayout backwardDataWeights;
  private Primitive backwardWeights;
  private WeightLayout weightGradient;
  /** In the place of {@link #backwardWeights} where it is the faster one, else null. */
  private FourWindowsGradient fourWindows;

  ConvolutionPlan(
      Window window,
      int groups,
      boolean bias,
      Fn fn,
      long[] input,
      long[] weights,
      boolean training) {
    this.bias = bias;
    directIsFaster = directIsFaster(window, input[3], weights[0]);
    strides = new long[] {window.strideHeight(), window.strideWidth()};
    leading = new long[] {window.paddingHeight(), window.paddingWidth()};
    trailing =
        new long[] {window.trailingPadding(0, input[1]), window.trailingPadding(1, input[2])};
    try (Blueprint blueprint = new Blueprint()) {
      Shapes shapes = new Shapes(blueprint, window, groups, input, weights);
      dnnl_primitive_desc desc = planForward(blueprint, shapes, fn, training);
      if (training) {
        planBackwardData(blueprint, shapes, desc);
        if (FourWindowsGradient.suits(window, groups, bias, weights)) {
          fourWindows = new FourWindowsGradient(blueprint, window, input);
        } else {
          planBackwardWeights(blueprint, shapes, desc);
        }
      }
    }
  }

  /**
   * Whether the direct implementation is faster forwards than oneDNN's first choice, which is built
   * on batches of small matrix products: measured on AVX-512 at 3 to 512 channels, by up to a
   * fifth, where the filters fill several registers or the image itself is read. Backwards to the
   * input it always is, or as fast, with a stride by half.
   */
  private static boolean directIsFaster(Window window, long channels, long filters) {
    boolean pointwise = window.kernel(0) * window.kernel(1) == 1;
    return !pointwise && filters % REGISTER == 0 && (filters > REGISTER || channels < REGISTER);
  }

  private static final class Shapes {
    final dnnl_memory_desc x;
    final dnnl_memory_desc y;
    final dnnl_memory_desc bias;
    final dnnl_memory_desc plainWeights;
    final dnnl_memory_desc anyWeights;

    Shapes(Blueprint blueprint, Window window, int groups, long[] input, long[] weights) {
      x = blueprint.images(input);
      y = blueprint.images(window.outputShape(input, weights[0]));
      bias = blueprint.dense(weights[0]);
      long[] grouped = {groups, weights[0] / groups, weights[1], weights[2], weights[3]};
      plainWeights = blueprint.dense(groups == 1 ? weights : grouped);
      anyWeights = blueprint.any(groups == 1 ? weights : grouped);
    }
  }

  private dnnl_primitive_desc planForward(
      Blueprint blueprint, Shapes shapes, Fn fn, boolean training) {
    dnnl_primitive_desc desc = directIsFaster
        ? Implementation.prefer(DIRECT, () -> describeForward(blueprint, shapes, fn, training))
        : describeForward(blueprint, shapes, fn, training);
    forward = bias
        ? new Primitive(desc, SRC, WEIGHTS, DST, BIAS)
        : new Primitive(desc, SRC, WEIGHTS, DST);
    forwardWeights = WeightLayout.read(blueprint, shapes.plainWeights, forward, desc, WEIGHTS);
    return desc;
  }

  private dnnl_primitive_desc describeForward(
      Blueprint blueprint, Shapes shapes, Fn fn, boolean training) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            desc,
            OneDnn.engine(),
            training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference,
            dnnl.dnnl_convolution_direct,
            shapes.x,
            shapes.anyWeights,
            bias ? shapes.bias : null,
            shapes.y,
            strides,
            NO_DILATION,
            leading,
            trailing,
            blueprint.then(fn)),
        "plan a convolution");
    return desc;
  }

  private void planBackwardData(
      Blueprint blueprint, Shapes shapes, dnnl_primitive_desc forwardDesc) {
    dnnl_primitive_desc desc =
        Implementation.prefer(DIRECT, () -> describeBackwardData(blueprint, shapes, forwardDesc));
    backwardData = new Primitive(desc, DIFF_DST, WEIGHTS, DIFF_SRC);
    backwardDataWeights =
        WeightLayout.read(blueprint, shapes.plainWeights, backwardData, desc, WEIGHTS);
  }

  private dnnl_primitive_desc describeBackwardData(
      Blueprint blueprint, Shapes shapes, dnnl_primitive_desc forwardDesc) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_convolution_backward_data_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_convolution_direct,
            shapes.x,
            shapes.anyWeights,
            shapes.y,
            strides,
            NO_DILATION,
            leading,
            trailing,
            forwardDesc,
            blueprint.then(Fn.IDENTITY)),
        "plan a convolution's input gradient");
    return desc;
  }

  private void planBackwardWeights(
      Blueprint blueprint, Shapes shapes, dnnl_primitive_desc forwardDesc) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_convolution_backward_weights_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_convolution_direct,
            shapes.x,
            shapes.anyWeights,
            bias ? shapes.bias : null,
            shapes.y,
            strides,
            NO_DILATION,
            leading,
            trailing,
            forwardDesc,
            blueprint.then(Fn.IDENTITY)),
        "plan a convolution's weight gradient");
    backwardWeights = bias
        ? new Primitive(desc, SRC, DIFF_DST, DIFF_WEIGHTS, DIFF_BIAS)
        : new Primitive(desc, SRC, DIFF_DST, DIFF_WEIGHTS);
    weightGradient =
        WeightLayout.written(blueprint, shapes.plainWeights, backwardWeights, desc, DIFF_WEIGHTS);
  }

  /** @param frozen whether the weights are the same in all calls */
  void forward(INDArray x, INDArray weights, INDArray biases, INDArray y, boolean frozen) {
    if (!frozen || !arranged) {
      forwardWeights.set(weights);
      arranged = true;
    }
    if (bias) {
      forward.bind(BIAS, biases);
    }
    forward.bind(SRC, x).bind(DST, y).run();
  }

  void backwardData(INDArray dy, INDArray weights, INDArray dx) {
    backwardDataWeights.set(weights);
    backwardData.bind(DIFF_DST, dy).bind(DIFF_SRC, dx).run();
  }

  void backwardWeights(
      INDArray x, INDArray dy, INDArray dWeights, INDArray dBiases, Pass<INDArray> pass) {
    if (fourWindows != null) {
      fourWindows.run(x, dy, dWeights, pass);
      return;
    }
    if (bias) {
      backwardWeights.bind(DIFF_BIAS, dBiases);
    }
    backwardWeights.bind(SRC, x).bind(DIFF_DST, dy);
    weightGradient.runInto(dWeights);
  }
}
