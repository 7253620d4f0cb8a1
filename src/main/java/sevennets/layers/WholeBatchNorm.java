package sevennets.layers;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Batch norm in one primitive each way. A fused ReLU's mask, one bit a number, is kept between them. */
final class WholeBatchNorm implements BatchNormPlan {
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

  private final float eps;
  private final boolean masked;
  private final int flags;
  private Primitive forward;
  private Primitive backward;
  private RunningStatistics running;

  WholeBatchNorm(long[] shape, double eps, double momentum, boolean relu, boolean training) {
    this.eps = (float) eps;
    masked = relu && training;
    flags = dnnl.dnnl_use_scale | dnnl.dnnl_use_shift | (relu ? dnnl.dnnl_fuse_norm_relu : 0)
        | (training ? 0 : dnnl.dnnl_use_global_stats);
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = blueprint.images(shape);
      dnnl_primitive_desc desc = planForward(blueprint, images, training);
      if (training) {
        planBackward(blueprint, images, desc);
        running = new RunningStatistics(blueprint, shape, momentum);
      }
    }
  }

  private dnnl_primitive_desc planForward(Blueprint blueprint, dnnl_memory_desc images, boolean training) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_batch_normalization_forward_primitive_desc_create(desc, OneDnn.engine(),
        training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference, images, images, eps, flags,
        blueprint.then(Fn.IDENTITY)), "plan a batch norm");
    forward = masked ? new Primitive(desc, SRC, DST, SCALE, SHIFT, MEAN, VARIANCE, MASK).own(desc, MASK)
        : new Primitive(desc, SRC, DST, SCALE, SHIFT, MEAN, VARIANCE);
    return desc;
  }

  private void planBackward(Blueprint blueprint, dnnl_memory_desc images, dnnl_primitive_desc forwardDesc) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_batch_normalization_backward_primitive_desc_create(desc, OneDnn.engine(),
        dnnl.dnnl_backward, images, images, images, eps, flags, forwardDesc, blueprint.then(Fn.IDENTITY)),
        "plan a batch norm's gradient");
    backward = masked
        ? new Primitive(desc, SRC, DIFF_DST, SCALE, MEAN, VARIANCE, DIFF_SRC, DIFF_SCALE, DIFF_SHIFT, MASK)
            .share(MASK, forward, MASK)
        : new Primitive(desc, SRC, DIFF_DST, SCALE, MEAN, VARIANCE, DIFF_SRC, DIFF_SCALE, DIFF_SHIFT);
  }

  @Override
  public void forward(INDArray x, INDArray gamma, INDArray beta, INDArray mean, INDArray variance, INDArray y) {
    forward.bind(SRC, x).bind(SCALE, gamma).bind(SHIFT, beta).bind(MEAN, mean).bind(VARIANCE, variance).bind(DST, y)
        .run();
  }

  @Override
  public void moveStatistics(INDArray mean, INDArray runningMean, INDArray variance, INDArray runningVariance) {
    running.move(mean, runningMean, variance, runningVariance);
  }

  @Override
  public void backward(INDArray x, INDArray dy, INDArray gamma, INDArray mean, INDArray variance, INDArray dx,
      INDArray dGamma, INDArray dBeta) {
    backward.bind(SRC, x).bind(DIFF_DST, dy).bind(SCALE, gamma).bind(MEAN, mean).bind(VARIANCE, variance)
        .bind(DIFF_SRC, dx).bind(DIFF_SCALE, dGamma).bind(DIFF_SHIFT, dBeta).run();
  }
}
