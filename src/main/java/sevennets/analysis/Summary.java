package sevennets.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.kernels.Window;
import sevennets.ops.Conv;
import sevennets.ops.Op;
import sevennets.ops.Parameter;
import sevennets.ops.Scale;
import sevennets.ops.Shape;

/**
 * What a network costs, layer by layer, found without allocating a weight. Auxiliary heads are left
 * out.
 *
 * <pre>{@code
 * Summary summary = Summary.of(graph);
 * long bytes = summary.trainingBytes(128);  // weights, activations of a batch, and the gradients of both
 * }</pre>
 *
 * @param input C x H x W
 * @param layers in the order in which they are computed
 * @param held numbers that training keeps of one image until the backward pass: every output that
 *     is stored, auxiliary heads' too
 */
public record Summary(Shape input, List<Layer> layers, long held) {

  /**
   * One line of the table.
   *
   * @param name the node's dotted name
   * @param type the operation, such as Conv2d
   * @param window what it slides over its image, such as {@code 3x3 /2} for a stride of 2; empty if
   *     nothing
   * @param output shape of its output for one image
   * @param params learnable parameters; a batch norm's running statistics are not
   * @param macs multiply-adds for one image, of convolutions and linear layers only, as the papers
   *     count
   * @param receptiveField rows or columns of input pixels that one output sees, whichever are more;
   *     gates, which see them all, are not counted
   * @param stride pixels of the input from one output to the next, along the axis where they are
   *     more
   * @param held numbers that training keeps of one image until the backward pass: the output, or
   *     nothing where it is computed in one pass with the next layer
   */
  public record Layer(
      String name,
      String type,
      String window,
      Shape output,
      long params,
      long macs,
      int receptiveField,
      int stride,
      long held) {

    /** What it computes, as {@code Conv2d 3x3 /2}. */
    public String operation() {
      return (type + " " + window).strip();
    }

    /**
     * Bytes of float32 that training on batches of {@code images} keeps of this layer for the
     * backward pass.
     */
    public long activationBytes(int images) {
      return Float.BYTES * held * images;
    }
  }

  /** What one output sees of the input along an axis, and how far the next output's view lies. */
  private record Reach(int size, int stride) {
    Reach grown(int kernel, int step) {
      return new Reach(size + (kernel - 1) * stride, stride * step);
    }

    static Reach largest(List<Reach> all) {
      return new Reach(
          all.stream().mapToInt(Reach::size).max().orElse(1),
          all.stream().mapToInt(Reach::stride).max().orElse(1));
    }
  }

  private record Field(Reach rows, Reach columns) {
    int size() {
      return Math.max(rows.size(), columns.size());
    }

    int stride() {
      return Math.max(rows.stride(), columns.stride());
    }
  }

  public static Summary of(Graph graph) {
    Map<Node, Field> fields =
        new HashMap<>(Map.of(graph.input(), new Field(new Reach(1, 1), new Reach(1, 1))));
    Set<Node> held = Set.copyOf(graph.held());
    List<Layer> layers = new ArrayList<>();
    for (Step step : graph.inferenceSteps()) {
      Node node = step.node();
      Field field = field(step, fields);
      fields.put(node, field);
      layers.add(new Layer(
          node.name(),
          step.op().type(),
          window(step.op()),
          node.shape(),
          learnable(step),
          step.macs(),
          field.size(),
          field.stride(),
          held.contains(node) ? node.shape().size() : 0));
    }
    return new Summary(
        graph.input().shape(),
        List.copyOf(layers),
        held.stream().mapToLong(node -> node.shape().size()).sum());
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

  /**
   * Bytes of float32 that a training step on {@code images} images holds: the activations, their
   * gradients, the weights, their gradients. What a process takes is another number, of which
   * {@code train} warns: 1.4 to 4.7 times the activations were measured, beside half a gibibyte.
   */
  public long trainingBytes(int images) {
    return 2 * activationBytes(images) + 2 * Float.BYTES * params();
  }

  /** Kernel, stride where it is above 1, and whether channels are cut into groups. */
  static String window(Op op) {
    if (op.window().isEmpty()) return "";
    Window w = op.window().get();
    int stride = Math.max(w.strideHeight(), w.strideWidth());
    boolean grouped = op instanceof Conv conv && conv.groups() > 1;
    return w.kernelHeight() + "x" + w.kernelWidth() + (stride > 1 ? " /" + stride : "")
        + (grouped ? " grouped" : "");
  }

  private static long learnable(Step step) {
    return step.parameters().stream()
        .filter(Parameter::learnable)
        .mapToLong(Parameter::size)
        .sum();
  }

  /**
   * The largest field of the inputs, grown by the window (Araujo et al. 2019, "Computing Receptive
   * Fields"), along rows and columns apart: 1x7 and 7x1 together see 7x7.
   */
  private static Field field(Step step, Map<Node, Field> fields) {
    List<Field> seen = (step.op() instanceof Scale ? step.inputs().subList(0, 1) : step.inputs())
        .stream().map(fields::get).toList();
    Reach rows = Reach.largest(seen.stream().map(Field::rows).toList());
    Reach columns = Reach.largest(seen.stream().map(Field::columns).toList());
    Shape image = step.inputs().get(0).shape();
    if (image.isImage() && !step.node().shape().isImage())
      return new Field(rows.grown(image.height(), 1), columns.grown(image.width(), 1));
    Window w = step.op().window().orElse(Window.square(1, 1, 0));
    return new Field(
        rows.grown(w.kernelHeight(), w.strideHeight()),
        columns.grown(w.kernelWidth(), w.strideWidth()));
  }
}
