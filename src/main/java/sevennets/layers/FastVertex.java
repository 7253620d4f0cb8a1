package sevennets.layers;

import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Deeplearning4j graph vertex without parameters whose arithmetic is a {@link Kernel} of the
 * current {@link Backend}.
 */
public abstract class FastVertex extends GraphVertex {

  /** A new kernel for a vertex of {@code type} numbers. */
  abstract Kernel kernel(DataType type);

  /** Everything that distinguishes two vertices of this class. */
  abstract Object settings();

  /**
   * The equivalent vertex of Deeplearning4j's own, for {@code N x H x W x C} images, or null where
   * there is none.
   */
  public GraphVertex stock() {
    return null;
  }

  /**
   * What must follow {@link #stock}, where Deeplearning4j's vertex lacks the function fused into
   * this one; else null.
   */
  public Layer stockActivation() {
    return null;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    return new KernelVertex(graph, name, index, kernel(type), type);
  }

  /** These configurations are immutable: a copy may be shared. */
  @Override
  public GraphVertex clone() {
    return this;
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 1;
  }

  /** As many as it needs at least, unless a vertex says otherwise. */
  @Override
  public int maxVertexInputs() {
    return minVertexInputs();
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return inputs[0];
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(null, getClass(), inputs[0], getOutputType(-1, inputs))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other != null
        && other.getClass() == getClass()
        && settings().equals(((FastVertex) other).settings());
  }

  @Override
  public int hashCode() {
    return 31 * getClass().getName().hashCode() + settings().hashCode();
  }
}
