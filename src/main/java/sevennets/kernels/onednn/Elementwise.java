package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Fn;

/**
 * A {@link Fn} other than the identity, and its derivative, by oneDNN; over dense arrays of any
 * shape.
 */
final class Elementwise {
  private final Fn fn;
  private final ByShape<Plan> plans = new ByShape<>();

  private record Plan(Primitive forward, Primitive backward) {}

  Elementwise(Fn fn) {
    this.fn = fn;
  }

  void forward(INDArray x, INDArray y) {
    plan(x).forward.bind(dnnl.DNNL_ARG_SRC, x).bind(dnnl.DNNL_ARG_DST, y).run();
  }

  /**
   * @param kept the output where {@link Fn#invertible}, else the input
   * @param dx may be {@code dy} itself
   */
  void backward(INDArray kept, INDArray dy, INDArray dx) {
    plan(dy)
        .backward
        .bind(keptArgument(), kept)
        .bind(dnnl.DNNL_ARG_DIFF_DST, dy)
        .bind(dnnl.DNNL_ARG_DIFF_SRC, dx)
        .run();
  }

  private int keptArgument() {
    return fn.invertible() ? dnnl.DNNL_ARG_DST : dnnl.DNNL_ARG_SRC;
  }

  private Plan plan(INDArray array) {
    return plans.get(new long[] {array.length()}, () -> plan(array.length()));
  }

  private Plan plan(long length) {
    try (Blueprint blueprint = new Blueprint()) {
      dnnl_memory_desc vector = blueprint.dense(length);
      dnnl_primitive_desc forward = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_eltwise_forward_primitive_desc_create(
              forward,
              OneDnn.engine(),
              dnnl.dnnl_forward_training,
              backwardAlgorithm(fn),
              vector,
              vector,
              alpha(fn),
              beta(fn),
              blueprint.then(Fn.IDENTITY)),
          "plan " + fn);
      dnnl_primitive_desc backward = blueprint.primitive();
      OneDnn.check(
          dnnl.dnnl_eltwise_backward_primitive_desc_create(
              backward,
              OneDnn.engine(),
              backwardAlgorithm(fn),
              vector,
              vector,
              vector,
              alpha(fn),
              beta(fn),
              forward,
              blueprint.then(Fn.IDENTITY)),
          "plan the gradient of " + fn);
      return new Plan(
          new Primitive(forward, dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST),
          new Primitive(backward, keptArgument(), dnnl.DNNL_ARG_DIFF_DST, dnnl.DNNL_ARG_DIFF_SRC));
    }
  }

  static int algorithm(Fn fn) {
    return switch (fn) {
      case RELU -> dnnl.dnnl_eltwise_relu;
      case RELU6 -> dnnl.dnnl_eltwise_clip_v2;
      case SILU -> dnnl.dnnl_eltwise_swish;
      case GELU -> dnnl.dnnl_eltwise_gelu_erf;
      case SIGMOID -> dnnl.dnnl_eltwise_logistic;
      case TANH -> dnnl.dnnl_eltwise_tanh;
      case IDENTITY -> throw new IllegalArgumentException("the identity needs no primitive");
    };
  }

  private static int backwardAlgorithm(Fn fn) {
    return switch (fn) {
      case RELU -> dnnl.dnnl_eltwise_relu_use_dst_for_bwd;
      case RELU6 -> dnnl.dnnl_eltwise_clip_v2_use_dst_for_bwd;
      case SIGMOID -> dnnl.dnnl_eltwise_logistic_use_dst_for_bwd;
      case TANH -> dnnl.dnnl_eltwise_tanh_use_dst_for_bwd;
      default -> algorithm(fn);
    };
  }

  /** A clip's lower bound; swish's factor; ReLU's slope below zero. */
  static float alpha(Fn fn) {
    return fn == Fn.SILU ? 1 : 0;
  }

  /** A clip's upper bound. */
  static float beta(Fn fn) {
    return fn == Fn.RELU6 ? 6 : 0;
  }
}
