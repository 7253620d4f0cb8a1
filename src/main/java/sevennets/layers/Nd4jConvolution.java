package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@link Conv2d} by libnd4j's operations, which reach cuDNN on its cuDNN build. */
final class Nd4jConvolution implements Kernel {
  private static final int NHWC = 1;
  private static final int WEIGHTS_OIHW = 1;

  private final Window window;
  private final int groups;
  private final boolean bias;
  private final Fn fn;

  Nd4jConvolution(Window window, int groups, boolean bias, Fn fn) {
    this.window = window;
    this.groups = groups;
    this.bias = bias;
    this.fn = fn;
  }

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray x = inputs[0];
    INDArray output =
        pass.activation(window.outputShape(x.shape(), pass.parameter(WeightAndBias.WEIGHT).size(0)));
    return Nd4jActivation.apply(fn, convolve(x, output, pass));
  }

  private INDArray convolve(INDArray x, INDArray output, Pass pass) {
    INDArray weight = ownCopy(pass.parameter(WeightAndBias.WEIGHT));
    for (int group = 0; group < groups; group++) {
      INDArray part = groups == 1 ? output : channels(output, group).dup('c');
      run("conv2d", new INDArray[] {channels(x, group), filters(weight, group)}, new INDArray[] {part});
      if (groups > 1) {
        channels(output, group).assign(part);
      }
    }
    if (bias) {
      Rows.of(output).addiRowVector(pass.parameter(WeightAndBias.BIAS));
    }
    return output;
  }

  @Override
  public INDArray[] backward(INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray x = inputs[0];
    INDArray dy = fn.invertible() ? Nd4jActivation.before(fn, output, outputGradient)
        : Nd4jActivation.derivative(fn, convolve(x, output.ulike(), pass), output).muli(outputGradient);
    INDArray weight = ownCopy(pass.parameter(WeightAndBias.WEIGHT));
    INDArray weightGradient = pass.parameterGradient(WeightAndBias.WEIGHT);
    INDArray dWeight = ownCopy(weightGradient);
    INDArray dx = pass.wantsInputGradient() ? pass.gradient(x.shape()) : x.ulike();
    for (int group = 0; group < groups; group++) {
      INDArray dxPart = groups == 1 ? dx : channels(dx, group).dup('c');
      INDArray dWeightPart = filters(dWeight, group);
      run("conv2d_bp", new INDArray[] {channels(x, group), filters(weight, group), channels(dy, group)},
          new INDArray[] {dxPart, dWeightPart});
      if (groups > 1) {
        channels(dx, group).assign(dxPart);
      }
    }
    if (groups > 1) {
      weightGradient.assign(dWeight);
    }
    if (bias) {
      pass.parameterGradient(WeightAndBias.BIAS).assign(Rows.of(dy).sum(true, 0));
    }
    return new INDArray[] {pass.wantsInputGradient() ? dx : null};
  }

  /** One group's channels of an image batch, contiguous. */
  private INDArray channels(INDArray images, int group) {
    if (groups == 1) {
      return images;
    }
    long width = images.size(3) / groups;
    return Rows.channels(images, group * width, (group + 1) * width);
  }

  /** ND4J's {@code get} is wrong on a view that starts beyond its own length, as views of the flat parameters do. */
  private INDArray ownCopy(INDArray parameter) {
    return groups == 1 ? parameter : parameter.dup('c');
  }

  private INDArray filters(INDArray weight, int group) {
    long count = weight.size(0) / groups;
    return groups == 1 ? weight
        : weight.get(NDArrayIndex.interval(group * count, (group + 1) * count), NDArrayIndex.all(),
            NDArrayIndex.all(), NDArrayIndex.all());
  }

  private void run(String operation, INDArray[] inputs, INDArray[] outputs) {
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = inputs[i].isView() && groups > 1 ? inputs[i].dup('c') : inputs[i];
    }
    Nd4j.exec(DynamicCustomOp.builder(operation).addInputs(inputs).addOutputs(outputs)
        .addIntegerArguments(window.kernel()[0], window.kernel()[1], window.stride()[0], window.stride()[1],
            window.padding()[0], window.padding()[1], 1, 1, 0, NHWC, WEIGHTS_OIHW)
        .build());
  }
}
