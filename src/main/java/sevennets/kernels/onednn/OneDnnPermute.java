package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Pass;
import sevennets.kernels.nd4j.Rows;

/** Images whose channels are first to those whose are last, or flattened the other way round. */
final class OneDnnPermute implements Kernel<INDArray> {
  private final boolean flat;
  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Reorder forward, Reorder backward) {}

  /** @param flat whether the channels are last and become first, in a vector an example */
  OneDnnPermute(boolean flat) {
    this.flat = flat;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass<INDArray> pass) {
    INDArray x = Rows.dense(inputs[0]);
    INDArray output = pass.activation(outputShape(x));
    plan(x).forward.run(x, output);
    return output;
  }

  private long[] outputShape(INDArray x) {
    return flat
        ? new long[] {x.size(0), x.length() / x.size(0)}
        : new long[] {x.size(0), x.size(2), x.size(3), x.size(1)};
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass<INDArray> pass) {
    if (!pass.wantsInputGradient()) {
      return new INDArray[1];
    }
    INDArray dx = pass.gradient(inputs[0].shape());
    plan(inputs[0]).backward.run(Rows.dense(outputGradient), dx);
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.shape()));
  }

  private Plan plan(long[] shape) {
    long[] nchw = !flat ? shape : new long[] {shape[0], shape[3], shape[1], shape[2]};
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc first = blueprint.tagged(dnnl.dnnl_nchw, nchw);
      dnnl_memory_desc last = blueprint.tagged(dnnl.dnnl_nhwc, nchw);
      return !flat
          ? new Plan(new Reorder(blueprint, first, last), new Reorder(blueprint, last, first))
          : new Plan(new Reorder(blueprint, last, first), new Reorder(blueprint, first, last));
    }
  }
}
