package sevennets.layers;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link ChannelsLast}, {@link ChannelsFirst} and {@link FlattenChw} by oneDNN. */
final class OneDnnPermute implements Kernel {
  private final boolean channelsLast;
  private final boolean flat;
  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Reorder forward, Reorder backward) {}

  /**
   * @param channelsLast whether the output's channels are last, the input's first, or the other way
   *     round
   * @param flat whether the output is a vector an example
   */
  OneDnnPermute(boolean channelsLast, boolean flat) {
    this.channelsLast = channelsLast;
    this.flat = flat;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray x = OneDnn.dense(inputs[0]);
    INDArray output = pass.activation(outputShape(x));
    plan(x).forward.run(x, output);
    return output;
  }

  private long[] outputShape(INDArray x) {
    if (flat) {
      return new long[] {x.size(0), x.length() / x.size(0)};
    }
    return channelsLast
        ? new long[] {x.size(0), x.size(2), x.size(3), x.size(1)}
        : new long[] {x.size(0), x.size(3), x.size(1), x.size(2)};
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    if (!pass.wantsInputGradient()) {
      return new INDArray[1];
    }
    INDArray dx = pass.gradient(inputs[0].shape());
    plan(inputs[0]).backward.run(OneDnn.dense(outputGradient), dx);
    return new INDArray[] {dx};
  }

  private Plan plan(INDArray x) {
    return plans.get(x.shape(), () -> plan(x.shape()));
  }

  private Plan plan(long[] shape) {
    long[] nchw = channelsLast ? shape : new long[] {shape[0], shape[3], shape[1], shape[2]};
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc first = blueprint.tagged(dnnl.dnnl_nchw, nchw);
      dnnl_memory_desc last = blueprint.tagged(dnnl.dnnl_nhwc, nchw);
      return channelsLast
          ? new Plan(new Reorder(blueprint, first, last), new Reorder(blueprint, last, first))
          : new Plan(new Reorder(blueprint, last, first), new Reorder(blueprint, first, last));
    }
  }
}
