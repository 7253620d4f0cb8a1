package sevennets.layers;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm of a channel count that does not fill vector registers, for which oneDNN has only slow code: several
 * neighbouring pixels ("phases") are taken for one pixel of as many times the channels. Each phase's statistics come
 * from oneDNN and are merged into the batch's, by which it then normalises.
 */
final class PhasedBatchNorm implements BatchNormPlan {
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
  private static final int OFFSET = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1;
  private static final int VECTOR = 16;

  private final boolean training;
  private final boolean masked;
  private final float eps;
  private final long rows;
  private final PhaseVectors vectors;
  private Primitive statistics;
  private Primitive normalise;
  private Primitive backward;
  private Primitive correct;
  private RunningStatistics running;

  PhasedBatchNorm(long[] shape, int phases, double eps, double momentum, boolean relu, boolean training) {
    this.training = training;
    this.eps = (float) eps;
    masked = relu && training;
    int channels = (int) shape[shape.length - 1];
    rows = rows(shape);
    vectors = new PhaseVectors(channels, phases);
    long[] wide = {rows / phases, 1, 1, (long) channels * phases};
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = blueprint.images(wide);
      dnnl_primitive_desc desc = planForward(blueprint, images, relu);
      if (training) {
        planBackward(blueprint, images, blueprint.images(new long[] {1, 1, 1, wide[3]}), desc);
        running = new RunningStatistics(blueprint, shape, momentum);
      }
    }
  }

  /** The least number of pixels whose channels together fill whole registers; 1 where that does not divide the pixels. */
  static int phases(long[] shape) {
    int phases = 1;
    while (shape[shape.length - 1] * phases % VECTOR != 0) {
      phases *= 2;
    }
    return rows(shape) % phases == 0 ? phases : 1;
  }

  private static long rows(long[] shape) {
    long rows = 1;
    for (int i = 0; i < shape.length - 1; i++) {
      rows *= shape[i];
    }
    return rows;
  }

  private static int flags(boolean relu) {
    return dnnl.dnnl_use_global_stats | dnnl.dnnl_use_scale | dnnl.dnnl_use_shift
        | (relu ? dnnl.dnnl_fuse_norm_relu : 0);
  }

  private dnnl_primitive_desc planForward(Blueprint blueprint, dnnl_memory_desc images, boolean relu) {
    int mode = training ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference;
    if (training) {
      statistics = new Primitive(forward(blueprint, images, mode, 0), SRC, DST, MEAN, VARIANCE);
    }
    dnnl_primitive_desc desc = forward(blueprint, images, mode, flags(relu));
    normalise = masked ? new Primitive(desc, SRC, DST, SCALE, SHIFT, MEAN, VARIANCE, MASK).own(desc, MASK)
        : new Primitive(desc, SRC, DST, SCALE, SHIFT, MEAN, VARIANCE);
    return desc;
  }

  private dnnl_primitive_desc forward(Blueprint blueprint, dnnl_memory_desc images, int mode, int flags) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_batch_normalization_forward_primitive_desc_create(desc, OneDnn.engine(), mode, images,
        images, eps, flags, blueprint.then(Fn.IDENTITY)), "plan a batch norm");
    return desc;
  }

  private void planBackward(Blueprint blueprint, dnnl_memory_desc images, dnnl_memory_desc vector,
      dnnl_primitive_desc forwardDesc) {
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_batch_normalization_backward_primitive_desc_create(desc, OneDnn.engine(),
        dnnl.dnnl_backward, images, images, images, eps, flags(masked), forwardDesc, blueprint.then(Fn.IDENTITY)),
        "plan a batch norm's gradient");
    backward = masked
        ? new Primitive(desc, SRC, DIFF_DST, SCALE, MEAN, VARIANCE, DIFF_SRC, DIFF_SCALE, DIFF_SHIFT, MASK)
            .share(MASK, normalise, MASK)
        : new Primitive(desc, SRC, DIFF_DST, SCALE, MEAN, VARIANCE, DIFF_SRC, DIFF_SCALE, DIFF_SHIFT);
    dnnl_primitive_desc product = blueprint.primitive();
    OneDnn.check(dnnl.dnnl_binary_primitive_desc_create(product, OneDnn.engine(), dnnl.dnnl_binary_mul, images, vector,
        images, blueprint.thenAddVectorAndSelf(vector)), "plan a batch norm's correction");
    correct = new Primitive(product, dnnl.DNNL_ARG_SRC_0, dnnl.DNNL_ARG_SRC_1, DST, OFFSET);
  }

  @Override
  public void forward(INDArray x, INDArray gamma, INDArray beta, INDArray mean, INDArray variance, INDArray y) {
    if (training) {
      statistics.bind(SRC, x).bind(DST, y).bind(MEAN, vectors.mean.address()).bind(VARIANCE, vectors.variance.address())
          .run();
      vectors.mergeStatistics(mean, variance);
    } else {
      vectors.mean.repeat(mean);
      vectors.variance.repeat(variance);
    }
    vectors.gamma.repeat(gamma);
    vectors.beta.repeat(beta);
    normalise.bind(SRC, x).bind(DST, y).bind(SCALE, vectors.gamma.address()).bind(SHIFT, vectors.beta.address())
        .bind(MEAN, vectors.mean.address()).bind(VARIANCE, vectors.variance.address()).run();
  }

  @Override
  public void moveStatistics(INDArray mean, INDArray runningMean, INDArray variance, INDArray runningVariance) {
    running.move(mean, runningMean, variance, runningVariance);
  }

  /** As if the statistics were constants, and then the two terms by which they are not (see {@link Nd4jBatchNorm}). */
  @Override
  public void backward(INDArray x, INDArray dy, INDArray gamma, INDArray mean, INDArray variance, INDArray dx,
      INDArray dGamma, INDArray dBeta) {
    backward.bind(SRC, x).bind(DIFF_DST, dy).bind(SCALE, vectors.gamma.address()).bind(MEAN, vectors.mean.address())
        .bind(VARIANCE, vectors.variance.address()).bind(DIFF_SRC, dx).bind(DIFF_SCALE, vectors.dGamma.address())
        .bind(DIFF_SHIFT, vectors.dBeta.address()).run();
    vectors.mergeGradients(dGamma, dBeta, rows, eps);
    correct.bind(dnnl.DNNL_ARG_SRC_0, x).bind(dnnl.DNNL_ARG_SRC_1, vectors.slope.address())
        .bind(OFFSET, vectors.offset.address()).bind(DST, dx).run();
  }
}
