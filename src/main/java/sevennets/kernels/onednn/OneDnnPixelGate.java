package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;
import sevennets.kernels.nd4j.Nd4jPixelGate;

/** A gate for each pixel by oneDNN, over rows of channels. */
final class OneDnnPixelGate extends OneDnnGate {

  @Override
  void requireGate(INDArray images, INDArray gate) {
    Nd4jPixelGate.requireGate(images, gate);
  }

  @Override
  dnnl_memory_desc images(Blueprint blueprint, long[] shape) {
    return blueprint.dense(pixels(shape), shape[3]);
  }

  @Override
  dnnl_memory_desc gate(Blueprint blueprint, long[] shape) {
    return blueprint.dense(pixels(shape), 1);
  }

  private static long pixels(long[] shape) {
    return shape[0] * shape[1] * shape[2];
  }

  @Override
  void planSum(
      dnnl_primitive_desc desc,
      Blueprint blueprint,
      long[] shape,
      dnnl_memory_desc images,
      dnnl_memory_desc gate) {
    OneDnn.check(
        dnnl.dnnl_reduction_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_reduction_sum,
            images,
            gate,
            0,
            0,
            blueprint.then(Fn.IDENTITY)),
        "plan a sum over channels");
  }
}
