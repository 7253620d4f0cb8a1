package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.nd4j.Nd4jChannelGate;

/** A gate for each channel by oneDNN. */
final class OneDnnChannelGate extends OneDnnGate {

  @Override
  void requireGate(INDArray images, INDArray gate) {
    Nd4jChannelGate.requireGate(images, gate);
  }

  @Override
  dnnl_memory_desc images(Blueprint blueprint, long[] shape) {
    return blueprint.images(shape);
  }

  @Override
  dnnl_memory_desc gate(Blueprint blueprint, long[] shape) {
    return blueprint.images(new long[] {shape[0], 1, 1, shape[3]});
  }

  /**
   * As the mean over an image's window times its pixels: oneDNN's pooling is vectorised, its
   * reduction of these axes not.
   */
  @Override
  void planSum(
      dnnl_primitive_desc desc,
      Blueprint blueprint,
      long[] shape,
      dnnl_memory_desc images,
      dnnl_memory_desc gate) {
    long[] window = {shape[1], shape[2]};
    long[] one = {1, 1};
    long[] none = {0, 0};
    OneDnn.check(
        dnnl.dnnl_pooling_forward_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_forward_inference,
            dnnl.dnnl_pooling_avg_include_padding,
            images,
            gate,
            one,
            window,
            none,
            none,
            none,
            blueprint.thenTimes(shape[1] * shape[2])),
        "plan a sum over pixels");
  }
}
