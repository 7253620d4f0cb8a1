package sevennets.kernels.cudnn;

import static org.bytedeco.cuda.global.cudnn.*;
import static sevennets.kernels.cudnn.CudaDevice.checkDnn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdDataAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionBwdFilterAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionFwdAlgoPerf_t;
import org.bytedeco.cuda.cudnn.cudnnConvolutionStruct;
import org.bytedeco.cuda.cudnn.cudnnFilterStruct;
import org.bytedeco.cuda.cudnn.cudnnTensorStruct;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.SizeTPointer;
import sevennets.kernels.cudnn.Call.ConvShape;
import sevennets.kernels.cudnn.Call.Direction;

/**
 * cuDNN's convolutions on channels-last float32, with one algorithm a shape and direction: the
 * first of its proposals that always gives the same bits.
 */
final class Convolutions implements AutoCloseable {
  private static final FloatPointer ONE = new FloatPointer(new float[] {1});
  private static final FloatPointer ZERO = new FloatPointer(new float[] {0});
  private static final int MOST = 10;

  /** What repeats its bits, fastest first: NVIDIA's list. */
  private static final Map<Direction, List<Integer>> DETERMINISTIC = Map.of(
      Direction.FORWARD,
      List.of(
          CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_PRECOMP_GEMM,
          CUDNN_CONVOLUTION_FWD_ALGO_IMPLICIT_GEMM),
      Direction.BACK_DATA,
      List.of(CUDNN_CONVOLUTION_BWD_DATA_ALGO_1),
      Direction.BACK_WEIGHTS,
      List.of(CUDNN_CONVOLUTION_BWD_FILTER_ALGO_1));

  private final cudnnContext dnn;
  private final int math;
  private final Map<List<Object>, Choice> choices = new HashMap<>();
  private final List<Runnable> releases = new ArrayList<>();

  private record Descriptors(
      cudnnTensorStruct x, cudnnFilterStruct w, cudnnTensorStruct y, cudnnConvolutionStruct how) {}

  /** How a convolution is computed. */
  record Choice(Descriptors descriptors, int algorithm, long room) {}

  private record Proposal(
      int status, int algorithm, long memory, boolean deterministic, int math) {}

  Convolutions(cudnnContext dnn, boolean tensorFloat) {
    this.dnn = dnn;
    math = tensorFloat ? CUDNN_DEFAULT_MATH : CUDNN_FMA_MATH;
  }

  Choice of(Direction direction, ConvShape shape) {
    return choices.computeIfAbsent(List.of(direction, shape), key -> choose(direction, shape));
  }

  private Choice choose(Direction direction, ConvShape shape) {
    Descriptors d = describe(shape);
    List<Proposal> proposals = propose(direction, d);
    for (Proposal p : proposals) {
      if (p.status == CUDNN_STATUS_SUCCESS && p.deterministic) {
        long[] room = new long[1];
        checkDnn(cudnnSetConvolutionMathType(d.how, p.math), "choose its arithmetic");
        if (roomOf(direction, d, p.algorithm, room) == CUDNN_STATUS_SUCCESS) {
          return new Choice(d, p.algorithm, room[0]);
        }
      }
    }
    // Where the proposals leave out one that works, it may still be asked for.
    for (int algorithm : DETERMINISTIC.get(direction)) {
      long[] room = new long[1];
      checkDnn(cudnnSetConvolutionMathType(d.how, math), "choose its arithmetic");
      if (roomOf(direction, d, algorithm, room) == CUDNN_STATUS_SUCCESS) {
        return new Choice(d, algorithm, room[0]);
      }
    }
    throw new CudaException(
        "cuDNN has no algorithm that repeats its bits for %s of %s; its proposals were %s"
            .formatted(direction, shape, proposals));
  }

  private int roomOf(Direction direction, Descriptors d, int algorithm, long[] room) {
    SizeTPointer size = new SizeTPointer(1);
    int status = switch (direction) {
      case FORWARD ->
        cudnnGetConvolutionForwardWorkspaceSize(dnn, d.x, d.w, d.how, d.y, algorithm, size);
      case BACK_DATA ->
        cudnnGetConvolutionBackwardDataWorkspaceSize(dnn, d.w, d.y, d.how, d.x, algorithm, size);
      case BACK_WEIGHTS ->
        cudnnGetConvolutionBackwardFilterWorkspaceSize(dnn, d.x, d.y, d.how, d.w, algorithm, size);
    };
    room[0] = size.get();
    return status;
  }

  private List<Proposal> propose(Direction direction, Descriptors d) {
    int[] count = new int[1];
    List<Proposal> all = new ArrayList<>();
    switch (direction) {
      case FORWARD -> {
        cudnnConvolutionFwdAlgoPerf_t p = new cudnnConvolutionFwdAlgoPerf_t(MOST);
        checkDnn(
            cudnnGetConvolutionForwardAlgorithm_v7(dnn, d.x, d.w, d.how, d.y, MOST, count, p),
            "propose algorithms");
        for (int i = 0; i < count[0]; i++) {
          p.position(i);
          all.add(new Proposal(
              p.status(),
              p.algo(),
              p.memory(),
              p.determinism() == CUDNN_DETERMINISTIC,
              p.mathType()));
        }
      }
      case BACK_DATA -> {
        cudnnConvolutionBwdDataAlgoPerf_t p = new cudnnConvolutionBwdDataAlgoPerf_t(MOST);
        checkDnn(
            cudnnGetConvolutionBackwardDataAlgorithm_v7(dnn, d.w, d.y, d.how, d.x, MOST, count, p),
            "propose algorithms");
        for (int i = 0; i < count[0]; i++) {
          p.position(i);
          all.add(new Proposal(
              p.status(),
              p.algo(),
              p.memory(),
              p.determinism() == CUDNN_DETERMINISTIC,
              p.mathType()));
        }
      }
      case BACK_WEIGHTS -> {
        cudnnConvolutionBwdFilterAlgoPerf_t p = new cudnnConvolutionBwdFilterAlgoPerf_t(MOST);
        checkDnn(
            cudnnGetConvolutionBackwardFilterAlgorithm_v7(
                dnn, d.x, d.y, d.how, d.w, MOST, count, p),
            "propose algorithms");
        for (int i = 0; i < count[0]; i++) {
          p.position(i);
          all.add(new Proposal(
              p.status(),
              p.algo(),
              p.memory(),
              p.determinism() == CUDNN_DETERMINISTIC,
              p.mathType()));
        }
      }
    }
    return all;
  }

  private Descriptors describe(ConvShape s) {
    cudnnConvolutionStruct how = new cudnnConvolutionStruct();
    checkDnn(cudnnCreateConvolutionDescriptor(how), "describe a convolution");
    checkDnn(
        cudnnSetConvolution2dDescriptor(
            how,
            s.paddingHeight(),
            s.paddingWidth(),
            s.strideHeight(),
            s.strideWidth(),
            1,
            1,
            CUDNN_CROSS_CORRELATION,
            CUDNN_DATA_FLOAT),
        "describe a convolution");
    checkDnn(cudnnSetConvolutionGroupCount(how, s.groups()), "describe groups");
    checkDnn(cudnnSetConvolutionMathType(how, math), "choose its arithmetic");
    cudnnFilterStruct w = new cudnnFilterStruct();
    checkDnn(cudnnCreateFilterDescriptor(w), "describe weights");
    checkDnn(
        cudnnSetFilter4dDescriptor(
            w,
            CUDNN_DATA_FLOAT,
            CUDNN_TENSOR_NHWC,
            s.out(),
            s.in() / s.groups(),
            s.kernelHeight(),
            s.kernelWidth()),
        "describe weights");
    cudnnTensorStruct x = images(s.batch(), s.in(), s.height(), s.width());
    cudnnTensorStruct y = images(s.batch(), s.out(), s.outHeight(), s.outWidth());
    releases.add(() -> {
      cudnnDestroyConvolutionDescriptor(how);
      cudnnDestroyFilterDescriptor(w);
      cudnnDestroyTensorDescriptor(x);
      cudnnDestroyTensorDescriptor(y);
    });
    return new Descriptors(x, w, y, how);
  }

  private static cudnnTensorStruct images(int n, int c, int h, int w) {
    cudnnTensorStruct images = new cudnnTensorStruct();
    checkDnn(cudnnCreateTensorDescriptor(images), "describe images");
    checkDnn(
        cudnnSetTensor4dDescriptor(images, CUDNN_TENSOR_NHWC, CUDNN_DATA_FLOAT, n, c, h, w),
        "describe images");
    return images;
  }

  Runnable prepare(Call.Convolution c) {
    Choice choice = of(c.direction(), c.shape());
    Descriptors d = choice.descriptors;
    Pointer x = Memory.at(c.x().address()), w = Memory.at(c.w().address());
    Pointer y = Memory.at(c.y().address());
    Pointer room = c.room() == null ? new Pointer() : Memory.at(c.room().address());
    FloatPointer beta = c.add() ? ONE : ZERO;
    int algorithm = choice.algorithm;
    long bytes = choice.room;
    return switch (c.direction()) {
      case FORWARD ->
        () -> checkDnn(
            cudnnConvolutionForward(
                dnn, ONE, d.x, x, d.w, w, d.how, algorithm, room, bytes, beta, d.y, y),
            "run a convolution");
      case BACK_DATA ->
        () -> checkDnn(
            cudnnConvolutionBackwardData(
                dnn, ONE, d.w, w, d.y, y, d.how, algorithm, room, bytes, beta, d.x, x),
            "run a convolution back to its images");
      case BACK_WEIGHTS ->
        () -> checkDnn(
            cudnnConvolutionBackwardFilter(
                dnn, ONE, d.x, x, d.y, y, d.how, algorithm, room, bytes, beta, d.w, w),
            "run a convolution back to its weights");
    };
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
