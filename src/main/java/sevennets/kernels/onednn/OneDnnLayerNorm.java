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

/** Layer norm by oneDNN, which keeps each row's mean and variance between the passes. */
final class OneDnnLayerNorm implements Kernel<INDArray> {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;
  private static final int MEAN = dnnl.DNNL_ARG_MEAN;
  private static final int VARIANCE = dnnl.DNNL_ARG_VARIANCE;
  private static final int SCALE = dnnl.DNNL_ARG_SCALE;
  private static final int SHIFT = dnnl.DNNL_ARG_SHIFT;
  private static final int DIFF_SRC = dnnl.DNNL_ARG_DIFF_SRC;
  private static final int DIFF_DST = dnnl.DNNL_ARG_DIFF_DST;
  private static final int DIFF_SCALE = dnnl.DNNL_ARG_DIFF_SCALE;
  private static final int DIFF_SHIFT = dnnl.DNNL_ARG_DIFF_SHIFT;
  private static final int FLAGS = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift;

  private final float eps;
  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Primitive forward, Primitive backward) {}

  OneDnnLayerNorm(double eps) {
    this.eps = (float) eps;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray output = pass.activation(x.shape());
    plan(x)
        .forward
        .bind(SRC, x)
        .bind(SCALE, pass.parameter(Keys.GAMMA))
        .bind(SHIFT, pass.parameter(Keys.BETA))
        .bind(DST, output)
        .run();
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray dx = pass.gradient(x.shape());
    plan(x)
        .backward
        .bind(SRC, x)
        .bind(DIFF_DST, Rows.dense(outputGradient))
        .bind(SCALE, pass.parameter(Keys.GAMMA))
        .bind(DIFF_SRC, dx)
        .bind(DIFF_SCALE, pass.parameterGradient(Keys.GAMMA))
        .bind(DIFF_SHIFT, pass.parameterGradient(Keys.BETA))
        .run();
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.length() / x.size(-1), x.size(-1)));
  }

  private Plan plan(long rows, long width) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc x = blueprint.dense(rows, width);
      dnnl_memory_desc statistics = blueprint.dense(rows);
      dnnl_primitive_desc desc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_layer_normalization_forward_primitive_desc_create(
              desc,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              x,
              x,
              statistics,
              eps,
              FLAGS,
              blueprint.then(Fn.IDENTITY)),
          "plan a layer norm");
      dnnl_primitive_desc backDesc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_layer_normalization_backward_primitive_desc_create(
              backDesc,
              OneDnn.engine(),
              dnnl.dnnl_backward,
              x,
              x,
              x,
              statistics,
              eps,
              FLAGS,
              desc,
              blueprint.then(Fn.IDENTITY)),
          "plan a layer norm's gradient");
      Primitive forward = new Primitive(desc, SRC, DST, SCALE, SHIFT, MEAN, VARIANCE)
          .own(desc, MEAN)
          .own(desc, VARIANCE);
      Primitive backward = new Primitive(
              backDesc, SRC, DIFF_DST, SCALE, DIFF_SRC, DIFF_SCALE, DIFF_SHIFT, MEAN, VARIANCE)
          .share(MEAN, forward, MEAN)
          .share(VARIANCE, forward, VARIANCE);
      return new Plan(forward, backward);
    }
  }
}
