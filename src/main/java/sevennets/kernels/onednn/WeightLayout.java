package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes weights from the net's parameters to the layout a primitive wants, or their gradient the
 * other way.
 */
final class WeightLayout {
  private final Primitive user;
  private final int id;
  private final Reorder reorder;

  private WeightLayout(Primitive user, int id, Reorder reorder) {
    this.user = user;
    this.id = id;
    this.reorder = reorder;
  }

  /** For weights that {@code user} reads. */
  static WeightLayout read(
      Blueprint blueprint,
      dnnl_memory_desc plain,
      Primitive user,
      dnnl_primitive_desc desc,
      int id) {
    dnnl_memory_desc wanted = Primitive.layout(desc, id);
    if (same(plain, wanted)) {
      return new WeightLayout(user, id, null);
    }
    user.own(desc, id);
    return new WeightLayout(user, id, new Reorder(blueprint, plain, wanted).into(user, id));
  }

  /** For a weight gradient that {@code user} writes. */
  static WeightLayout written(
      Blueprint blueprint,
      dnnl_memory_desc plain,
      Primitive user,
      dnnl_primitive_desc desc,
      int id) {
    dnnl_memory_desc wanted = Primitive.layout(desc, id);
    if (same(plain, wanted)) {
      return new WeightLayout(user, id, null);
    }
    user.own(desc, id);
    return new WeightLayout(user, id, new Reorder(blueprint, wanted, plain).outOf(user, id));
  }

  private static boolean same(dnnl_memory_desc a, dnnl_memory_desc b) {
    return dnnl.dnnl_memory_desc_equal(a, b) != 0;
  }

  /** Hands {@code weights} to the primitive's next run. */
  void set(INDArray weights) {
    if (reorder == null) {
      user.bind(id, weights);
    } else {
      reorder.read(weights);
    }
  }

  /** Runs the primitive so that the gradient ends in {@code target}. */
  void runInto(INDArray target) {
    if (reorder == null) {
      user.bind(id, target).run();
    } else {
      user.run();
      reorder.write(target);
    }
  }
}
