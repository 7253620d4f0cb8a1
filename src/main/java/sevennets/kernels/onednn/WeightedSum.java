package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;

/** {@code a = first * a + second * b}, in place. */
final class WeightedSum {
  private final Primitive primitive;

  WeightedSum(Blueprint blueprint, long length, float first, float second) {
    dnnl_memory_desc vector = blueprint.dense(length);
    try (PointerPointer<dnnl_primitive_desc> result = new PointerPointer<>(1);
        PointerPointer<dnnl_memory_desc> sources = new PointerPointer<>(vector, vector)) {
      OneDnn.check(
          dnnl.dnnl_sum_primitive_desc_create(
              result,
              OneDnn.engine(),
              vector,
              2,
              new float[] {first, second},
              sources,
              blueprint.then(Fn.IDENTITY)),
          "plan a sum");
      primitive = new Primitive(
          blueprint.adopt(result),
          dnnl.DNNL_ARG_MULTIPLE_SRC,
          dnnl.DNNL_ARG_MULTIPLE_SRC + 1,
          dnnl.DNNL_ARG_DST);
    }
  }

  void into(INDArray a, INDArray b) {
    primitive
        .bind(dnnl.DNNL_ARG_MULTIPLE_SRC, a)
        .bind(dnnl.DNNL_ARG_MULTIPLE_SRC + 1, b)
        .bind(dnnl.DNNL_ARG_DST, a)
        .run();
  }
}
