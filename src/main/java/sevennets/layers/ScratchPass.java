package sevennets.layers;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a kernel lends to another that does a part of its work, in either direction: the same mode,
 * and scratch memory for all.
 */
final class ScratchPass extends Pass {
  private final Pass pass;

  ScratchPass(Pass pass) {
    super(pass.training(), true, LayerWorkspaceMgr.noWorkspaces(), pass.type());
    this.pass = pass;
  }

  @Override
  INDArray activation(long... shape) {
    return pass.scratch(shape);
  }

  @Override
  INDArray gradient(long... shape) {
    return pass.scratch(shape);
  }

  @Override
  INDArray scratch(long... shape) {
    return pass.scratch(shape);
  }

  @Override
  INDArray parameter(String key) {
    return pass.parameter(key);
  }

  @Override
  INDArray parameterGradient(String key) {
    return pass.parameterGradient(key);
  }
}
