package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;
import sevennets.kernels.nd4j.Rows;

/** Pooling by oneDNN. Max pooling keeps, between the passes, each maximum's place in its window. */
final class OneDnnPool implements Kernel<INDArray> {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;
  private static final int PLACES = dnnl.DNNL_ARG_WORKSPACE;
  private static final int DIFF_SRC = dnnl.DNNL_ARG_DIFF_SRC;
  private static final int DIFF_DST = dnnl.DNNL_ARG_DIFF_DST;

  private final Window window;
  private final int algorithm;
  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Primitive forward, Primitive backward) {}

  OneDnnPool(Window window, PoolKind kind, boolean countPadding) {
    this.window = window;
    algorithm = kind == PoolKind.MAX
        ? dnnl.dnnl_pooling_max
        : countPadding
            ? dnnl.dnnl_pooling_avg_include_padding
            : dnnl.dnnl_pooling_avg_exclude_padding;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray output = pass.activation(window.outputShape(x.shape(), x.size(3)));
    plan(x).forward.bind(SRC, x).bind(DST, output).run();
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    INDArray dx = pass.gradient(inputs[0].shape());
    plan(inputs[0])
        .backward
        .bind(DIFF_DST, Rows.dense(outputGradient))
        .bind(DIFF_SRC, dx)
        .run();
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.shape()));
  }

  private Plan plan(long[] shape) {
    boolean max = algorithm == dnnl.dnnl_pooling_max;
    long[] kernel = {window.kernel(0), window.kernel(1)};
    long[] stride = {window.stride(0), window.stride(1)};
    long[] dilation = {0, 0};
    long[] leading = {window.padding(0), window.padding(1)};
    long[] trailing = {window.trailingPadding(0, shape[1]), window.trailingPadding(1, shape[2])};
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc x = blueprint.images(shape);
      dnnl_memory_desc y = blueprint.images(window.outputShape(shape, shape[3]));
      dnnl_primitive_desc desc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_pooling_forward_primitive_desc_create(
              desc,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              algorithm,
              x,
              y,
              stride,
              kernel,
              dilation,
              leading,
              trailing,
              blueprint.then(Fn.IDENTITY)),
          "plan a pooling");
      dnnl_primitive_desc backDesc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_pooling_backward_primitive_desc_create(
              backDesc,
              OneDnn.engine(),
              algorithm,
              x,
              y,
              stride,
              kernel,
              dilation,
              leading,
              trailing,
              desc,
              blueprint.then(Fn.IDENTITY)),
          "plan a pooling's gradient");
      if (!max) {
        return new Plan(new Primitive(desc, SRC, DST), new Primitive(backDesc, DIFF_DST, DIFF_SRC));
      }
      Primitive forward = new Primitive(desc, SRC, DST, PLACES).own(desc, PLACES);
      return new Plan(
          forward,
          new Primitive(backDesc, DIFF_DST, DIFF_SRC, PLACES).share(PLACES, forward, PLACES));
    }
  }
}
