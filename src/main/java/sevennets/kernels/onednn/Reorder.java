package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;

/** A copy from one memory layout to another. */
final class Reorder {
  private static final int FROM = dnnl.DNNL_ARG_FROM;
  private static final int TO = dnnl.DNNL_ARG_TO;

  private final Primitive primitive;

  Reorder(Blueprint blueprint, dnnl_memory_desc from, dnnl_memory_desc to) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_reorder_primitive_desc_create(
            desc, from, OneDnn.engine(), to, OneDnn.engine(), blueprint.then(Fn.IDENTITY)),
        "plan a reorder");
    primitive = new Primitive(desc, FROM, TO);
  }

  Reorder into(Primitive user, int id) {
    primitive.share(TO, user, id);
    return this;
  }

  Reorder outOf(Primitive user, int id) {
    primitive.share(FROM, user, id);
    return this;
  }

  void read(INDArray from) {
    primitive.bind(FROM, from).run();
  }

  void write(INDArray to) {
    write(OneDnn.address(to));
  }

  void write(long to) {
    primitive.bind(TO, to).run();
  }

  void run(INDArray from, INDArray to) {
    run(OneDnn.address(from), OneDnn.address(to));
  }

  void run(long from, long to) {
    primitive.bind(FROM, from).bind(TO, to).run();
  }
}
