package sevennets.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.ops.Parameter;

/**
 * Where one parameter lives in a Deeplearning4j net, and its shape in PyTorch's order: the same
 * whether the layers are ours or stock, though their flat vectors differ.
 */
record Tensor(String vertex, String key, boolean transposed, int[] shape) {

  /** Every parameter, in the order of {@link TwinPlan}'s steps. */
  static List<Tensor> of(Graph graph) {
    List<Tensor> all = new ArrayList<>();
    for (Step step : graph.steps())
      for (Parameter parameter : step.parameters())
        all.add(new Tensor(
            step.node().name(),
            parameter.key(),
            parameter.transposed(),
            parameter.shape().stream().mapToInt(i -> i).toArray()));
    return all;
  }

  /** A net's parameters, in PyTorch's order. */
  static void write(Graph graph, ComputationGraph net, Path file) throws IOException {
    List<Tensor> tensors = of(graph);
    Floats.write(file, () -> tensors.stream().map(tensor -> tensor.values(net)).iterator());
  }

  int size() {
    int size = 1;
    for (int length : shape) size = Math.multiplyExact(size, length);
    return size;
  }

  float[] values(ComputationGraph net) {
    return turned(view(net)).dup('c').data().asFloat();
  }

  void assign(ComputationGraph net, float[] values) {
    INDArray view = turned(view(net));
    view.assign(Nd4j.create(values, view.shape(), 'c'));
  }

  private INDArray view(ComputationGraph net) {
    return net.getLayer(vertex).getParam(key);
  }

  /** In PyTorch's order. */
  private INDArray turned(INDArray view) {
    return transposed ? view.transpose() : view;
  }
}
