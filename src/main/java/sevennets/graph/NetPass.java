package sevennets.graph;

import java.util.function.Function;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Pass;

/**
 * A pass through a Deeplearning4j net.
 *
 * @param workspaces where arrays come from
 * @param type of their numbers
 * @param parameters by their keys
 * @param gradients the parameters' gradients by their keys
 */
record NetPass(
    boolean training,
    boolean wantsInputGradient,
    boolean frozen,
    LayerWorkspaceMgr workspaces,
    DataType type,
    Function<String, INDArray> parameters,
    Function<String, INDArray> gradients)
    implements Pass<INDArray> {

  @Override
  public INDArray activation(long... shape) {
    return workspaces.createUninitialized(ArrayType.ACTIVATIONS, type, shape, 'c');
  }

  @Override
  public INDArray gradient(long... shape) {
    return workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, type, shape, 'c');
  }

  @Override
  public INDArray scratch(long... shape) {
    return workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, type, shape, 'c');
  }

  @Override
  public INDArray parameter(String key) {
    return parameters.apply(key);
  }

  @Override
  public INDArray parameterGradient(String key) {
    return gradients.apply(key);
  }
}
