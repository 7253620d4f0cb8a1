package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Rows;

/** Local response normalisation by oneDNN. */
final class OneDnnLrn implements Kernel<INDArray> {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;
  private static final int KEPT = dnnl.DNNL_ARG_WORKSPACE;
  private static final int DIFF_SRC = dnnl.DNNL_ARG_DIFF_SRC;
  private static final int DIFF_DST = dnnl.DNNL_ARG_DIFF_DST;

  private final int n;
  private final float k;
  private final float alpha;
  private final float beta;
  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Primitive forward, Primitive backward) {}

  OneDnnLrn(int n, double k, double alpha, double beta) {
    this.n = n;
    this.k = (float) k;
    this.alpha = (float) (alpha * n); // oneDNN divides by n.
    this.beta = (float) beta;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray output = pass.activation(x.shape());
    plan(x).forward.bind(SRC, x).bind(DST, output).run();
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
        .bind(DIFF_SRC, dx)
        .run();
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.shape()));
  }

  private Plan plan(long[] shape) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = blueprint.images(shape);
      dnnl_primitive_desc desc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_lrn_forward_primitive_desc_create(
              desc,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              dnnl.dnnl_lrn_across_channels,
              images,
              images,
              n,
              alpha,
              beta,
              k,
              blueprint.then(Fn.IDENTITY)),
          "plan an LRN");
      dnnl_primitive_desc backDesc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_lrn_backward_primitive_desc_create(
              backDesc,
              OneDnn.engine(),
              dnnl.dnnl_lrn_across_channels,
              images,
              images,
              images,
              n,
              alpha,
              beta,
              k,
              desc,
              blueprint.then(Fn.IDENTITY)),
          "plan an LRN's gradient");
      if (dnnl.dnnl_memory_desc_get_size(Primitive.layout(desc, KEPT)) == 0) {
        return new Plan(
            new Primitive(desc, SRC, DST), new Primitive(backDesc, SRC, DIFF_DST, DIFF_SRC));
      }
      Primitive forward = new Primitive(desc, SRC, DST, KEPT).own(desc, KEPT);
      return new Plan(
          forward,
          new Primitive(backDesc, SRC, DIFF_DST, DIFF_SRC, KEPT).share(KEPT, forward, KEPT));
    }
  }
}
