package sevennets.graph;

import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;

/** An {@link OpVertex} in a net. */
@SuppressWarnings("overrides") // Deeplearning4j's own setInputs differs by three dots
final class KernelVertex extends BaseGraphVertex {
  private final transient Kernel<INDArray> kernel;
  private transient INDArray output;
  private boolean trained;

  KernelVertex(
      ComputationGraph graph, String name, int index, Kernel<INDArray> kernel, DataType type) {
    super(graph, name, index, null, null, type);
    this.kernel = kernel;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    if (!canDoForward()) {
      throw new IllegalStateException(
          "Cannot run '" + vertexName + "' forward: an input is not set");
    }
    trained = training;
    output = kernel.forward(inputs, pass(workspaces));
    return output;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
    if (epsilon == null) {
      // Nothing after this vertex wants a gradient (a first convolution does not), so nothing
      // before it does.
      return new Pair<>(null, new INDArray[inputs.length]);
    }
    return new Pair<>(null, kernel.backward(inputs, output, epsilon, pass(workspaces)));
  }

  private NetPass pass(LayerWorkspaceMgr workspaces) {
    return new NetPass(
        trained, !readsOnlyNetInputs(), false, workspaces, dataType, this::none, this::none);
  }

  private INDArray none(String key) {
    throw new IllegalStateException("'" + vertexName + "' has no parameter '" + key + "'");
  }

  private boolean readsOnlyNetInputs() {
    for (VertexIndices input : inputVertices) {
      if (!graph.getVertices()[input.getVertexIndex()].isInputVertex()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean canDoBackward() {
    return canDoForward();
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    if (gradients != null) {
      throw new IllegalArgumentException(
          "'" + vertexName + "' has no parameters, so it takes no gradient array");
    }
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int batch) {
    return masks == null || masks.length == 0 ? null : new Pair<>(masks[0], state);
  }

  @Override
  public String toString() {
    return "KernelVertex(" + vertexName + ", " + kernel.getClass().getSimpleName() + ", inputs="
        + Arrays.toString(inputVertices) + ")";
  }
}
