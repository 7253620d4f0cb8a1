package sevennets.layers;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What one pass through a net lends to a kernel: its mode, memory, parameters and their gradients.
 */
abstract class Pass {
  private final boolean training;
  private final boolean inputGradient;
  private final LayerWorkspaceMgr workspaces;
  private final DataType type;

  Pass(boolean training, boolean inputGradient, LayerWorkspaceMgr workspaces, DataType type) {
    this.training = training;
    this.inputGradient = inputGradient;
    this.workspaces = workspaces;
    this.type = type;
  }

  /** Whether this is (or, in a backward pass, follows) a training pass, and not inference. */
  boolean training() {
    return training;
  }

  boolean wantsInputGradient() {
    return inputGradient;
  }

  /** An uninitialised c-order array for a layer's output; lives until the net's pass ends. */
  INDArray activation(long... shape) {
    return workspaces.createUninitialized(ArrayType.ACTIVATIONS, type, shape, 'c');
  }

  /** An uninitialised c-order array for the gradient of a layer's input. */
  INDArray gradient(long... shape) {
    return workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, type, shape, 'c');
  }

  /** An uninitialised c-order array that lives until this layer is done, in either direction. */
  INDArray scratch(long... shape) {
    return workspaces.createUninitialized(ArrayType.FF_WORKING_MEM, type, shape, 'c');
  }

  DataType type() {
    return type;
  }

  abstract INDArray parameter(String key);

  /** A view of the net's flat gradient vector, to be overwritten. */
  abstract INDArray parameterGradient(String key);
}
