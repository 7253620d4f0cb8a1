package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;

/**
 * oneDNN's batch norm, forward and, in training, backward. A fused ReLU's mask, one bit a number,
 * is kept between them.
 */
final class BatchNormPrimitives {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;
  private static final int MEAN = dnnl.DNNL_ARG_MEAN;
  private static final int VARIANCE = dnnl.DNNL_ARG_VARIANCE;
  private static final int SCALE = dnnl.DNNL_ARG_SCALE;
  private static final int SHIFT = dnnl.DNNL_ARG_SHIFT;
  private static final int MASK = dnnl.DNNL_ARG_WORKSPACE;
  private static final int DIFF_SRC = dnnl.DNNL_ARG_DIFF_SRC;
  private static final int DIFF_DST = dnnl.DNNL_ARG_DIFF_DST;
  private static final int DIFF_SCALE = dnnl.DNNL_ARG_DIFF_SCALE;
  private static final int DIFF_SHIFT = dnnl.DNNL_ARG_DIFF_SHIFT;

  private final Primitive forward;
  private Primitive backward;

  /** Where a batch norm's vectors are, each of one number a channel. */
  record Vectors(long scale, long shift, long mean, long variance) {}

  /** @param given whether the statistics are given; else they are the batch's own, and written */
  BatchNormPrimitives(
      Blueprint blueprint,
      dnnl_memory_desc images,
      float eps,
      boolean relu,
      boolean training,
      boolean given) {
    int flags = dnnl.dnnl_use_scale
        | dnnl.dnnl_use_shift
        | (relu ? dnnl.dnnl_fuse_norm_relu : 0)
        | (given ? dnnl.dnnl_use_global_stats : 0);
    boolean masked = relu && training;
    dnnl_primitive_desc desc = plan(blueprint, images, eps, training, flags);
    forward = masked
        ? new Primitive(desc, SRC, DST, SCALE, SHIFT, MEAN, VARIANCE, MASK).own(desc, MASK)
        : new Primitive(desc, SRC, DST, SCALE, SHIFT, MEAN, VARIANCE);
    if (training) {
      dnnl_primitive_desc backDesc = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_batch_normalization_backward_primitive_desc_create(
              backDesc,
              OneDnn.engine(),
              dnnl.dnnl_backward,
              images,
              images,
              images,
              eps,
              flags,
              desc,
              blueprint.then(Fn.IDENTITY)),
          "plan a batch norm's gradient");
      backward = masked
          ? new Primitive(
                  backDesc,
                  SRC,
                  DIFF_DST,
                  SCALE,
                  MEAN,
                  VARIANCE,
                  DIFF_SRC,
                  DIFF_SCALE,
                  DIFF_SHIFT,
                  MASK)
              .share(MASK, forward, MASK)
          : new Primitive(
              backDesc, SRC, DIFF_DST, SCALE, MEAN, VARIANCE, DIFF_SRC, DIFF_SCALE, DIFF_SHIFT);
    }
  }

  /**
   * A primitive with the arguments SRC and DST, and MEAN and VARIANCE, which it writes; what it
   * puts in DST is of no use.
   */
  static Primitive statistics(Blueprint blueprint, dnnl_memory_desc images, float eps) {
    return new Primitive(plan(blueprint, images, eps, true, 0), SRC, DST, MEAN, VARIANCE);
  }

  private static dnnl_primitive_desc plan(
      Blueprint blueprint, dnnl_memory_desc images, float eps, boolean training, int flags) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_batch_normalization_forward_primitive_desc_create(
            desc,
            OneDnn.engine(),
            training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference,
            images,
            images,
            eps,
            flags,
            blueprint.then(Fn.IDENTITY)),
        "plan a batch norm");
    return desc;
  }

  void forward(INDArray x, Vectors vectors, INDArray y) {
    forward
        .bind(SRC, x)
        .bind(SCALE, vectors.scale)
        .bind(SHIFT, vectors.shift)
        .bind(MEAN, vectors.mean)
        .bind(VARIANCE, vectors.variance)
        .bind(DST, y)
        .run();
  }

  void backward(INDArray x, INDArray dy, Vectors vectors, INDArray dx, long dScale, long dShift) {
    backward
        .bind(SRC, x)
        .bind(DIFF_DST, dy)
        .bind(SCALE, vectors.scale)
        .bind(MEAN, vectors.mean)
        .bind(VARIANCE, vectors.variance)
        .bind(DIFF_SRC, dx)
        .bind(DIFF_SCALE, dScale)
        .bind(DIFF_SHIFT, dShift)
        .run();
  }
}
