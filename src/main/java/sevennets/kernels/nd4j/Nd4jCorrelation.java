package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Window;

/**
 * A convolution's sums of products by libnd4j's operations. Images are {@code N x H x W x C},
 * weights {@code out x in/groups x kH x kW}, all contiguous.
 */
abstract class Nd4jCorrelation {
  private static final int NHWC = 1;
  private static final int WEIGHTS_OIHW = 1;

  private final Window window;

  private Nd4jCorrelation(Window window) {
    this.window = window;
  }

  /** The fastest way for this many input channels in {@code groups}. */
  static Nd4jCorrelation of(Window window, long channels, int groups) {
    if (groups == 1) {
      return new Whole(window);
    }
    return groups == channels ? new Depthwise(window) : new Grouped(window, groups);
  }

  /** Overwrites {@code y}. */
  abstract void forward(INDArray x, INDArray weight, INDArray y);

  /** Overwrites {@code dx} and {@code dWeight}. */
  abstract void backward(INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight);

  void run(String operation, INDArray[] inputs, INDArray... outputs) {
    Nd4j.exec(DynamicCustomOp.builder(operation)
        .addInputs(inputs)
        .addOutputs(outputs)
        .addIntegerArguments(
            window.kernel(0),
            window.kernel(1),
            window.stride(0),
            window.stride(1),
            window.padding(0),
            window.padding(1),
            1,
            1,
            0,
            NHWC,
            WEIGHTS_OIHW)
        .build());
  }

  private static final class Whole extends Nd4jCorrelation {
    Whole(Window window) {
      super(window);
    }

    @Override
    void forward(INDArray x, INDArray weight, INDArray y) {
      run("conv2d", new INDArray[] {x, weight}, y);
    }

    @Override
    void backward(INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
      run("conv2d_bp", new INDArray[] {x, weight, dy}, dx, dWeight);
    }
  }

  /** Each channel by itself, through {@code filters / channels} filters. */
  private static final class Depthwise extends Nd4jCorrelation {
    Depthwise(Window window) {
      super(window);
    }

    @Override
    void forward(INDArray x, INDArray weight, INDArray y) {
      run("depthwise_conv2d", new INDArray[] {x, byMultiplier(weight, x)}, y);
    }

    @Override
    void backward(INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
      INDArray wanted = byMultiplier(weight, x);
      INDArray gradient = wanted.ulike();
      run("depthwise_conv2d_bp", new INDArray[] {x, wanted, dy}, dx, gradient);
      dWeight.assign(gradient.permute(1, 0, 2, 3).reshape('c', dWeight.shape()));
    }

    /**
     * From {@code channels * multiplier x 1 x kH x kW} to libnd4j's {@code multiplier x channels x
     * kH x kW}.
     */
    private static INDArray byMultiplier(INDArray weight, INDArray x) {
      long channels = x.size(3);
      return weight
          .dup('c')
          .reshape('c', channels, weight.size(0) / channels, weight.size(2), weight.size(3))
          .permute(1, 0, 2, 3)
          .dup('c');
    }
  }

  /** libnd4j knows no groups: one convolution after the other, on copies. */
  private static final class Grouped extends Nd4jCorrelation {
    private final int groups;

    Grouped(Window window, int groups) {
      super(window);
      this.groups = groups;
    }

    @Override
    void forward(INDArray x, INDArray weight, INDArray y) {
      INDArray weights = ownCopy(weight);
      for (int group = 0; group < groups; group++) {
        INDArray part = channels(y, group).dup('c');
        run(
            "conv2d",
            new INDArray[] {channels(x, group).dup('c'), filters(weights, group).dup('c')},
            part);
        channels(y, group).assign(part);
      }
    }

    @Override
    void backward(INDArray x, INDArray weight, INDArray dy, INDArray dx, INDArray dWeight) {
      INDArray weights = ownCopy(weight);
      INDArray gradient = weights.ulike();
      for (int group = 0; group < groups; group++) {
        INDArray part = channels(dx, group).dup('c');
        run(
            "conv2d_bp",
            new INDArray[] {
              channels(x, group).dup('c'),
              filters(weights, group).dup('c'),
              channels(dy, group).dup('c')
            },
            part,
            filters(gradient, group));
        channels(dx, group).assign(part);
      }
      dWeight.assign(gradient);
    }

    /**
     * ND4J's {@code get} is wrong on a view that starts beyond its own length, as views of the flat
     * parameters do.
     */
    private static INDArray ownCopy(INDArray parameter) {
      return parameter.dup('c');
    }

    private INDArray channels(INDArray images, int group) {
      long width = images.size(3) / groups;
      return Rows.channels(images, group * width, (group + 1) * width);
    }

    private INDArray filters(INDArray weight, int group) {
      long count = weight.size(0) / groups;
      return weight.get(
          NDArrayIndex.interval(group * count, (group + 1) * count),
          NDArrayIndex.all(),
          NDArrayIndex.all(),
          NDArrayIndex.all());
    }
  }
}
