package sevennets.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.graph.Parameter;
import sevennets.graph.Scale;
import sevennets.graph.Shape;
import sevennets.graph.Window;

/**
 * What a network costs, layer by layer, found without allocating a weight. Auxiliary heads are left out.
 *
 * @param input  C x H x W
 * @param layers in the order in which they are computed
 * @param held   numbers that training keeps of one image until the backward pass: every output that is stored, auxiliary heads' too
 */
public record Summary(Shape input, List<Layer> layers, long held) {

  /**
   * One line of the table.
   *
   * @param name           the node's dotted name
   * @param type           the operation, such as Conv2d
   * @param output         shape of its output for one image
   * @param params         learnable parameters; a batch norm's running statistics are not
   * @param macs           multiply-adds for one image, of convolutions and linear layers only, as the papers count
   * @param receptiveField side of the square of input pixels that one output sees, in pixels; gates, which see them all, are not counted
   * @param stride         pixels of the input from one output to the next
   */
  public record Layer(String name, String type, Shape output, long params, long macs, int receptiveField, int stride) {}

  private record Field(int size, int stride) {}

  public static Summary of(Graph graph) {
    Map<Node, Field> fields = new HashMap<>(Map.of(graph.input(), new Field(1, 1)));
    List<Layer> layers = new ArrayList<>();
    for (Step step : graph.inferenceSteps()) {
      Field field = field(step, fields);
      fields.put(step.node(), field);
      layers.add(new Layer(step.node().name(), step.op().type(), step.node().shape(), learnable(step), step.macs(), field.size(), field.stride()));
    }
    return new Summary(graph.input().shape(), List.copyOf(layers), graph.held().stream().mapToLong(node -> node.shape().size()).sum());
  }

  /** Learnable parameters in all. */
  public long params() {
    return layers.stream().mapToLong(Layer::params).sum();
  }

  /** Multiply-adds in all, for one image. */
  public long macs() {
    return layers.stream().mapToLong(Layer::macs).sum();
  }

  /** Bytes of float32 that training on batches of {@code images} keeps for the backward pass. */
  public long activationBytes(int images) {
    return Float.BYTES * held * images;
  }

  /** Bytes of float32 that training on batches of {@code images} takes at most: the activations, their gradients, the weights, their gradients. */
  public long trainingBytes(int images) {
    return 2 * activationBytes(images) + 2 * Float.BYTES * params();
  }

  private static long learnable(Step step) {
    return step.parameters().stream().filter(Parameter::learnable).mapToLong(Parameter::size).sum();
  }

  /** The largest field of the inputs, grown by the window (Araujo et al. 2019, "Computing Receptive Fields"). */
  private static Field field(Step step, Map<Node, Field> fields) {
    List<Node> seen = step.op() instanceof Scale ? step.inputs().subList(0, 1) : step.inputs();
    int size = seen.stream().mapToInt(n -> fields.get(n).size()).max().orElse(1);
    int stride = seen.stream().mapToInt(n -> fields.get(n).stride()).max().orElse(1);
    if (step.inputs().get(0).shape().isImage() && !step.node().shape().isImage()) return whole(step, size, stride);
    Window w = step.op().window().orElse(Window.square(1, 1, 0));
    int kernel = Math.max(w.kernelHeight(), w.kernelWidth());
    return new Field(size + (kernel - 1) * stride, stride * Math.max(w.strideHeight(), w.strideWidth()));
  }

  private static Field whole(Step step, int size, int stride) {
    Shape image = step.inputs().get(0).shape();
    return new Field(size + (Math.max(image.height(), image.width()) - 1) * stride, stride);
  }
}
