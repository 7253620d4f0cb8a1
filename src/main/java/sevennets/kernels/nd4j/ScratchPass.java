package sevennets.kernels.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Pass;

/**
 * What a kernel lends to another that does a part of its work, in either direction: the same mode,
 * and scratch memory for all.
 */
record ScratchPass(Pass<INDArray> pass) implements Pass<INDArray> {

  @Override
  public boolean training() {
    return pass.training();
  }

  @Override
  public boolean wantsInputGradient() {
    return true;
  }

  @Override
  public boolean frozen() {
    return pass.frozen();
  }

  @Override
  public INDArray activation(long... shape) {
    return pass.scratch(shape);
  }

  @Override
  public INDArray gradient(long... shape) {
    return pass.scratch(shape);
  }

  @Override
  public INDArray scratch(long... shape) {
    return pass.scratch(shape);
  }

  @Override
  public INDArray parameter(String key) {
    return pass.parameter(key);
  }

  @Override
  public INDArray parameterGradient(String key) {
    return pass.parameterGradient(key);
  }
}
