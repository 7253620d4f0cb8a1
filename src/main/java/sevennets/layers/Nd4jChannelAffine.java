package sevennets.layers;

import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link ChannelAffine} by libnd4j's operations. */
final class Nd4jChannelAffine implements Kernel {

  @Override
  public INDArray forward(INDArray[] inputs, Pass pass) {
    INDArray output = pass.activation(inputs[0].shape()).assign(inputs[0]);
    Rows.of(output)
        .muliRowVector(pass.parameter(ChannelParameters.GAMMA))
        .addiRowVector(pass.parameter(ChannelParameters.BETA));
    return output;
  }

  @Override
  public INDArray[] backward(
      INDArray[] inputs, INDArray output, INDArray outputGradient, Pass pass) {
    INDArray dx = pass.gradient(inputs[0].shape()).assign(outputGradient);
    INDArray rows = Rows.of(dx);
    pass.parameterGradient(ChannelParameters.BETA).assign(rows.sum(true, 0));
    pass.parameterGradient(ChannelParameters.GAMMA)
        .assign(rows.mul(Rows.of(inputs[0])).sum(true, 0));
    rows.muliRowVector(pass.parameter(ChannelParameters.GAMMA));
    return new INDArray[] {dx};
  }
}
