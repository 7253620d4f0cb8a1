package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch norm of a channel count that does not fill vector registers, for which oneDNN has only slow
 * code: several neighbouring pixels ("phases") are taken for one pixel of as many times the
 * channels. Each phase's statistics come from oneDNN and are merged into the batch's, by which it
 * then normalises.
 */
final class PhasedBatchNorm implements BatchNormPlan {
  private static final int SRC = dnnl.DNNL_ARG_SRC;
  private static final int DST = dnnl.DNNL_ARG_DST;
  private static final int LEFT = dnnl.DNNL_ARG_SRC_0;
  private static final int RIGHT = dnnl.DNNL_ARG_SRC_1;
  private static final int OFFSET = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1;
  private static final int VECTOR = 16;

  private final boolean training;
  private final float eps;
  private final long rows;
  private final PhaseVectors vectors;
  private final BatchNormPrimitives primitives;
  private Primitive statistics;
  private Primitive correct;
  private RunningStatistics running;

  PhasedBatchNorm(
      long[] shape, int phases, double eps, double momentum, boolean relu, boolean training) {
    this.training = training;
    this.eps = (float) eps;
    int channels = (int) shape[shape.length - 1];
    rows = rows(shape);
    vectors = new PhaseVectors(channels, phases);
    long[] wide = {rows / phases, 1, 1, (long) channels * phases};
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc images = blueprint.images(wide);
      primitives = new BatchNormPrimitives(blueprint, images, this.eps, relu, training, true);
      if (training) {
        statistics = BatchNormPrimitives.statistics(blueprint, images, this.eps);
        correct =
            planCorrection(blueprint, images, blueprint.images(new long[] {1, 1, 1, wide[3]}));
        running = new RunningStatistics(blueprint, shape, momentum);
      }
    }
  }

  /**
   * The least number of pixels whose channels together fill whole registers; 1 where that does not
   * divide the pixels.
   */
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

  private static Primitive planCorrection(
      Blueprint blueprint, dnnl_memory_desc images, dnnl_memory_desc vector) {
    dnnl_primitive_desc product = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_binary_primitive_desc_create(
            product,
            OneDnn.engine(),
            dnnl.dnnl_binary_mul,
            images,
            vector,
            images,
            blueprint.thenAddVectorAndSelf(vector)),
        "plan a batch norm's correction");
    return new Primitive(product, LEFT, RIGHT, DST, OFFSET);
  }

  @Override
  public void forward(
      INDArray x, INDArray gamma, INDArray beta, INDArray mean, INDArray variance, INDArray y) {
    if (training) {
      statistics
          .bind(SRC, x)
          .bind(DST, y)
          .bind(dnnl.DNNL_ARG_MEAN, vectors.mean.address())
          .bind(dnnl.DNNL_ARG_VARIANCE, vectors.variance.address())
          .run();
      vectors.mergeStatistics(mean, variance);
    } else {
      vectors.mean.repeat(mean);
      vectors.variance.repeat(variance);
    }
    vectors.gamma.repeat(gamma);
    vectors.beta.repeat(beta);
    primitives.forward(x, vectors.addresses(), y);
  }

  @Override
  public void moveStatistics(
      INDArray mean, INDArray runningMean, INDArray variance, INDArray runningVariance) {
    running.move(mean, runningMean, variance, runningVariance);
  }

  /**
   * As if the statistics were constants, and then the two terms by which they are not (see
   * libnd4j's).
   */
  @Override
  public void backward(
      INDArray x,
      INDArray dy,
      INDArray gamma,
      INDArray mean,
      INDArray variance,
      INDArray dx,
      INDArray dGamma,
      INDArray dBeta) {
    primitives.backward(
        x, dy, vectors.addresses(), dx, vectors.dGamma.address(), vectors.dBeta.address());
    vectors.mergeGradients(dGamma, dBeta, rows, eps);
    correct
        .bind(LEFT, x)
        .bind(RIGHT, vectors.slope.address())
        .bind(OFFSET, vectors.offset.address())
        .bind(DST, dx)
        .run();
  }
}
