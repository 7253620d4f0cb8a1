package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.PoolKind;
import sevennets.kernels.nd4j.Rows;

/** Pooling over channels by oneDNN, over rows of channels; equal maxima share the gradient. */
final class OneDnnChannelPool implements Kernel<INDArray> {
  private static final int LEFT = dnnl.DNNL_ARG_SRC_0;
  private static final int RIGHT = dnnl.DNNL_ARG_SRC_1;
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;

  private final boolean max;
  private final ByShape<Plan> plans = new ByShape<>();

  /**
   * {@code reduce} makes the output; {@code isMaximum}, {@code sum} and {@code share} give each
   * maximum its part; {@code spread} hands it out.
   */
  private record Plan(
      Primitive reduce,
      Primitive isMaximum,
      Primitive sum,
      Primitive share,
      Primitive ones,
      Primitive spread) {}

  OneDnnChannelPool(PoolKind kind) {
    max = kind == PoolKind.MAX;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray output = pass.activation(x.size(0), x.size(1), x.size(2), 1);
    plan(x).reduce.bind(SRC, x).bind(DST, output).run();
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray perPixel = Rows.dense(outputGradient);
    INDArray dx = pass.gradient(x.shape());
    Plan plan = plan(x);
    if (max) {
      INDArray share = pass.scratch(perPixel.shape());
      plan.isMaximum.bind(LEFT, x).bind(RIGHT, output).bind(DST, dx).run();
      plan.sum.bind(SRC, dx).bind(DST, share).run();
      plan.share.bind(LEFT, perPixel).bind(RIGHT, share).bind(DST, share).run();
      perPixel = share;
    } else {
      plan.ones.bind(SRC, x).bind(DST, dx).run();
    }
    plan.spread.bind(LEFT, dx).bind(RIGHT, perPixel).bind(DST, dx).run();
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.length() / x.size(3), x.size(3)));
  }

  private Plan plan(long pixels, long channels) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = blueprint.dense(pixels, channels);
      dnnl_memory_desc one = blueprint.dense(pixels, 1);
      Primitive reduce = reduction(
          blueprint, max ? dnnl.dnnl_reduction_max : dnnl.dnnl_reduction_mean, images, one);
      if (!max) {
        return new Plan(
            reduce,
            null,
            null,
            null,
            ones(blueprint, images),
            binary(blueprint, dnnl.dnnl_binary_mul, images, one, images, 1f / channels));
      }
      return new Plan(
          reduce,
          binary(blueprint, dnnl.dnnl_binary_eq, images, one, images, 1),
          reduction(blueprint, dnnl.dnnl_reduction_sum, images, one),
          binary(blueprint, dnnl.dnnl_binary_div, one, one, one, 1),
          null,
          binary(blueprint, dnnl.dnnl_binary_mul, images, one, images, 1));
    }
  }

  private static Primitive reduction(
      Blueprint blueprint, int algorithm, dnnl_memory_desc from, dnnl_memory_desc to) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_reduction_primitive_desc_create(
            desc, OneDnn.engine(), algorithm, from, to, 0, 0, blueprint.then(Fn.IDENTITY)),
        "plan a reduction of channels");
    return new Primitive(desc, SRC, DST);
  }

  private static Primitive binary(
      Blueprint blueprint,
      int algorithm,
      dnnl_memory_desc left,
      dnnl_memory_desc right,
      dnnl_memory_desc result,
      float factor) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_binary_primitive_desc_create(
            desc,
            OneDnn.engine(),
            algorithm,
            left,
            right,
            result,
            factor == 1 ? blueprint.then(Fn.IDENTITY) : blueprint.thenTimes(factor)),
        "plan an operation between channels");
    return new Primitive(desc, LEFT, RIGHT, DST);
  }

  private static Primitive ones(Blueprint blueprint, dnnl_memory_desc images) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_eltwise_forward_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_forward_inference,
            dnnl.dnnl_eltwise_linear,
            images,
            images,
            0,
            1,
            blueprint.then(Fn.IDENTITY)),
        "plan ones");
    return new Primitive(desc, SRC, DST);
  }
}
