package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Rows;

/**
 * A fully connected layer by oneDNN's inner product, on the weights where they are: in memory
 * {@code out x in}.
 */
final class OneDnnDense implements Kernel<INDArray> {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;
  private static final int WEIGHTS = dnnl.DNNL_ARG_WEIGHTS;
  private static final int BIAS = dnnl.DNNL_ARG_BIAS;
  private static final int DIFF_SRC = dnnl.DNNL_ARG_DIFF_SRC;
  private static final int DIFF_DST = dnnl.DNNL_ARG_DIFF_DST;
  private static final int DIFF_WEIGHTS = dnnl.DNNL_ARG_DIFF_WEIGHTS;
  private static final int DIFF_BIAS = dnnl.DNNL_ARG_DIFF_BIAS;

  private final boolean bias;
  private final Fn fn;
  private final Elementwise function;
  private final ByShape<Plan> plans = new ByShape<>();
  private INDArray preActivation;

  private record Plan(Primitive forward, Primitive backwardData, Primitive backwardWeights) {}

  OneDnnDense(boolean bias, Fn fn) {
    this.bias = bias;
    this.fn = fn;
    function = fn == Fn.IDENTITY ? null : new Elementwise(fn);
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray weight = weight(pass);
    INDArray output = pass.activation(x.size(0), weight.size(0));
    INDArray linear = fn.invertible() ? output : pass.activation(output.shape());
    Primitive forward = plan(x, weight).forward;
    if (bias) {
      forward.bind(BIAS, pass.parameter(Keys.BIAS));
    }
    forward.bind(SRC, x).bind(WEIGHTS, weight).bind(DST, linear).run();
    if (!fn.invertible()) {
      preActivation = linear;
      function.forward(linear, output);
    }
    return output;
  }

  /**
   * The weights as a dense c-order {@code out x in} array: a view, unless weight noise made
   * another.
   */
  private static INDArray weight(Pass<INDArray> pass) {
    return Rows.dense(pass.parameter(Keys.WEIGHT).transpose());
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray dy = Rows.dense(outputGradient);
    if (function != null) {
      INDArray before = pass.scratch(dy.shape());
      function.backward(fn.invertible() ? output : preActivation, dy, before);
      dy = before;
    }
    INDArray weight = weight(pass);
    Plan plan = plan(x, weight);
    if (bias) {
      plan.backwardWeights.bind(DIFF_BIAS, pass.parameterGradient(Keys.BIAS));
    }
    plan.backwardWeights
        .bind(SRC, x)
        .bind(DIFF_DST, dy)
        .bind(DIFF_WEIGHTS, pass.parameterGradient(Keys.WEIGHT))
        .run();
    INDArray dx = pass.gradient(x.shape());
    plan.backwardData
        .bind(DIFF_DST, dy)
        .bind(WEIGHTS, weight)
        .bind(DIFF_SRC, dx)
        .run();
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x, INDArray weight) {
    return plans.get(x.shape(), () -> plan(x.size(0), weight.shape()));
  }

  private Plan plan(long batch, long[] weightShape) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc x = blueprint.dense(batch, weightShape[1]);
      dnnl_memory_desc y = blueprint.dense(batch, weightShape[0]);
      dnnl_memory_desc weights = blueprint.dense(weightShape);
      dnnl_memory_desc biases = bias ? blueprint.dense(weightShape[0]) : null;
      dnnl_primitive_desc forward = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_inner_product_forward_primitive_desc_create(
              forward,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              x,
              weights,
              biases,
              y,
              blueprint.then(fn.invertible() ? fn : Fn.IDENTITY)),
          "plan an inner product");
      dnnl_primitive_desc data = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_inner_product_backward_data_primitive_desc_create(
              data, OneDnn.engine(), x, weights, y, forward, blueprint.then(Fn.IDENTITY)),
          "plan an inner product's input gradient");
      dnnl_primitive_desc gradient = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_inner_product_backward_weights_primitive_desc_create(
              gradient,
              OneDnn.engine(),
              x,
              weights,
              biases,
              y,
              forward,
              blueprint.then(Fn.IDENTITY)),
          "plan an inner product's weight gradient");
      return new Plan(
          bias
              ? new Primitive(forward, SRC, WEIGHTS, DST, BIAS)
              : new Primitive(forward, SRC, WEIGHTS, DST),
          new Primitive(data, DIFF_DST, WEIGHTS, DIFF_SRC),
          bias
              ? new Primitive(gradient, SRC, DIFF_DST, DIFF_WEIGHTS, DIFF_BIAS)
              : new Primitive(gradient, SRC, DIFF_DST, DIFF_WEIGHTS));
    }
  }
}
