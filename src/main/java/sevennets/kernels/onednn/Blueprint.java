package sevennets.kernels.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;
import sevennets.kernels.Fn;

/** The descriptors from which {@link Primitive}s are built, freed together once that is done. */
final class Blueprint implements AutoCloseable {
  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Images {@code N x H x W x C}, in oneDNN's logical order n, c, h, w. */
  dnnl_memory_desc images(long[] shape) {
    return shape.length == 2
        ? dense(shape)
        : tagged(dnnl.dnnl_nhwc, shape[0], shape[3], shape[1], shape[2]);
  }

  /** A c-order array. */
  dnnl_memory_desc dense(long... dims) {
    int[] tags = {dnnl.dnnl_a, dnnl.dnnl_ab, dnnl.dnnl_abc, dnnl.dnnl_abcd, dnnl.dnnl_abcde};
    return tagged(tags[dims.length - 1], dims);
  }

  /** An array in the layout that oneDNN finds best. */
  dnnl_memory_desc any(long... dims) {
    return tagged(dnnl.dnnl_format_tag_any, dims);
  }

  dnnl_memory_desc tagged(int tag, long... dims) {
    dnnl_memory_desc desc = fresh();
    OneDnn.check(
        dnnl.dnnl_memory_desc_create_with_tag(desc, dims.length, dims, dnnl.dnnl_f32, tag),
        "describe memory");
    return desc;
  }

  dnnl_memory_desc strided(long[] dims, long[] strides) {
    dnnl_memory_desc desc = fresh();
    OneDnn.check(
        dnnl.dnnl_memory_desc_create_with_strides(desc, dims.length, dims, dnnl.dnnl_f32, strides),
        "describe strided memory");
    return desc;
  }

  private dnnl_memory_desc fresh() {
    dnnl_memory_desc desc = new dnnl_memory_desc();
    releases.push(() -> dnnl.dnnl_memory_desc_destroy(desc));
    return desc;
  }

  /** A primitive descriptor to be filled by one of {@code dnnl_*_primitive_desc_create}. */
  dnnl_primitive_desc primitive() {
    dnnl_primitive_desc desc = new dnnl_primitive_desc();
    releases.push(() -> dnnl.dnnl_primitive_desc_destroy(desc));
    return desc;
  }

  /** A primitive descriptor from a function that returns it in an array of one. */
  dnnl_primitive_desc adopt(PointerPointer<dnnl_primitive_desc> result) {
    dnnl_primitive_desc desc = result.get(dnnl_primitive_desc.class, 0);
    releases.push(() -> dnnl.dnnl_primitive_desc_destroy(desc));
    return desc;
  }

  /** Attributes that end a primitive in {@code fn}. */
  dnnl_primitive_attr then(Fn fn) {
    if (fn == Fn.IDENTITY) {
      return attributes();
    }
    return then(Elementwise.algorithm(fn), Elementwise.alpha(fn), Elementwise.beta(fn));
  }

  /** Attributes that multiply a primitive's result. */
  dnnl_primitive_attr thenTimes(float factor) {
    return then(dnnl.dnnl_eltwise_linear, factor, 0);
  }

  private dnnl_primitive_attr then(int algorithm, float alpha, float beta) {
    dnnl_post_ops after = postOps();
    OneDnn.check(
        dnnl.dnnl_post_ops_append_eltwise(after, algorithm, alpha, beta), "append a function");
    return attributes(after);
  }

  /**
   * Attributes that add a vector, one number a channel, and then what the result's memory held
   * before.
   */
  dnnl_primitive_attr thenAddVectorAndSelf(dnnl_memory_desc vector) {
    dnnl_post_ops after = postOps();
    OneDnn.check(
        dnnl.dnnl_post_ops_append_binary(after, dnnl.dnnl_binary_add, vector),
        "append an addition");
    OneDnn.check(
        dnnl.dnnl_post_ops_append_sum(after, 1, 0, dnnl.dnnl_data_type_undef),
        "append an accumulation");
    return attributes(after);
  }

  private dnnl_post_ops postOps() {
    dnnl_post_ops after = new dnnl_post_ops();
    OneDnn.check(dnnl.dnnl_post_ops_create(after), "create post-operations");
    releases.push(() -> dnnl.dnnl_post_ops_destroy(after));
    return after;
  }

  private dnnl_primitive_attr attributes(dnnl_post_ops after) {
    dnnl_primitive_attr attributes = attributes();
    OneDnn.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, after), "set post-operations");
    return attributes;
  }

  private dnnl_primitive_attr attributes() {
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    OneDnn.check(dnnl.dnnl_primitive_attr_create(attributes), "create attributes");
    releases.push(() -> dnnl.dnnl_primitive_attr_destroy(attributes));
    return attributes;
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
