package sevennets.layers;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.PointerPointer;

/** The descriptors from which {@link Primitive}s are built, freed together once that is done. */
final class Blueprint implements AutoCloseable {
  private final Deque<Runnable> releases = new ArrayDeque<>();

  /** Images {@code N x H x W x C}, in oneDNN's logical order n, c, h, w. */
  dnnl_memory_desc images(long[] shape) {
    return shape.length == 2 ? dense(shape) : tagged(dnnl.dnnl_nhwc, shape[0], shape[3], shape[1], shape[2]);
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
    OneDnn.check(dnnl.dnnl_memory_desc_create_with_tag(desc, dims.length, dims, dnnl.dnnl_f32, tag), "describe memory");
    return desc;
  }

  dnnl_memory_desc strided(long[] dims, long[] strides) {
    dnnl_memory_desc desc = fresh();
    OneDnn.check(dnnl.dnnl_memory_desc_create_with_strides(desc, dims.length, dims, dnnl.dnnl_f32, strides),
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
    dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    OneDnn.check(dnnl.dnnl_primitive_attr_create(attributes), "create attributes");
    releases.push(() -> dnnl.dnnl_primitive_attr_destroy(attributes));
    if (fn != Fn.IDENTITY) {
      dnnl_post_ops after = new dnnl_post_ops();
      OneDnn.check(dnnl.dnnl_post_ops_create(after), "create post-operations");
      releases.push(() -> dnnl.dnnl_post_ops_destroy(after));
      OneDnn.check(dnnl.dnnl_post_ops_append_eltwise(after, Elementwise.algorithm(fn), Elementwise.alpha(fn),
          Elementwise.beta(fn)), "append " + fn);
      OneDnn.check(dnnl.dnnl_primitive_attr_set_post_ops(attributes, after), "set post-operations");
    }
    return attributes;
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
