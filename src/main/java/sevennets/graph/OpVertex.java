package sevennets.graph;

import java.util.List;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import sevennets.kernels.Kernel;
import sevennets.ops.Op;
import sevennets.ops.Shape;

/**
 * The Deeplearning4j vertex of any operation that has no parameters.
 *
 * <pre>{@code
 * Op inside = ((OpVertex) net.getConfiguration().getVertices().get("relu")).op();
 * }</pre>
 */
public final class OpVertex extends GraphVertex {
  @JsonProperty
  private Op op;

  @JsonProperty
  private List<Shape> inputs;

  private OpVertex() {}

  OpVertex(Op op, List<Shape> inputs) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
  }

  public Op op() {
    return op;
  }

  /** The shapes that the operation was written for. */
  public List<Shape> inputs() {
    return inputs;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    Kernel<INDArray> kernel = op.kernel(Backends.of(type), inputs);
    return new KernelVertex(graph, name, index, kernel, type);
  }

  /** Immutable: a copy may be shared. */
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
    return inputs.size();
  }

  @Override
  public int maxVertexInputs() {
    return inputs.size();
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputTypes.after(op, inputs);
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
    return other instanceof OpVertex vertex && op.equals(vertex.op) && inputs.equals(vertex.inputs);
  }

  @Override
  public int hashCode() {
    return 31 * op.hashCode() + inputs.hashCode();
  }
}
