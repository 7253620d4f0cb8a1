package sevennets.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import sevennets.kernels.Fn;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;
import sevennets.ops.Activation;
import sevennets.ops.Add;
import sevennets.ops.BatchNorm;
import sevennets.ops.Concat;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.Dropout;
import sevennets.ops.Flatten;
import sevennets.ops.GlobalPool;
import sevennets.ops.Lrn;
import sevennets.ops.Op;
import sevennets.ops.Pad;
import sevennets.ops.Pool;
import sevennets.ops.Scale;
import sevennets.ops.Shape;

/**
 * A value on its way through a network: the handle is the wire. Each method adds one operation and
 * returns its output; the shape is known at once, so what does not fit fails where it is written.
 *
 * <p>The first argument of an operation is its id; the node's name is the enclosing scopes and the
 * id, joined by dots. Without an id an operation is numbered within its scope from 0, as in
 * PyTorch's {@code Sequential}.
 *
 * <pre>{@code
 * Node y = x.in("block", b -> b.conv("conv1", 64, 3, 1).bn("bn1").relu("relu"));  // block.conv1, block.bn1, block.relu
 * }</pre>
 *
 * @param graph the network it belongs to
 * @param name torchvision's or timm's dotted name, such as {@code layer1.0.conv1}
 * @param shape of one example's value
 */
public record Node(Graph graph, String name, Shape shape) {

  /** Adds any operation to this node and further inputs; {@code id} may be null. */
  public Node then(String id, Op op, Node... others) {
    List<Node> inputs = new ArrayList<>(List.of(this));
    inputs.addAll(List.of(others));
    return graph.add(id, op, inputs);
  }

  public Node then(Op op) {
    return then(null, op);
  }

  /**
   * Writes {@code body} in a scope: the names of all it adds begin with {@code scope} and a dot.
   */
  public Node in(String scope, UnaryOperator<Node> body) {
    return graph.within(scope, this, body);
  }

  public int channels() {
    return shape.channels();
  }

  public boolean sameShape(Node other) {
    return shape.equals(other.shape);
  }

  // ---- convolution and normalisation

  public Node conv(String id, Conv conv) {
    return then(id, conv);
  }

  public Node conv(Conv conv) {
    return then(conv);
  }

  /** A square convolution without bias; an odd kernel at stride 1 keeps the size. */
  public Node conv(String id, int filters, int kernel, int stride) {
    return then(id, Conv.of(filters, kernel).stride(stride));
  }

  /**
   * As TensorFlow's "same" padding has it: {@code ceil(size / stride)} pixels. Where that is
   * uneven, a step named {@code pad} precedes the convolution.
   */
  public Node convSame(Conv conv) {
    Pad pad = Pad.same(shape, conv);
    Window w = conv.slide();
    boolean even = pad.top() == w.paddingHeight()
        && pad.bottom() == w.paddingHeight()
        && pad.left() == w.paddingWidth()
        && pad.right() == w.paddingWidth();
    return even ? conv(conv) : then("pad", pad).conv(conv.padding(0));
  }

  public Node bn(String id) {
    return then(id, BatchNorm.STANDARD);
  }

  public Node bn() {
    return bn(null);
  }

  public Node convBn(String conv, String bn, int filters, int kernel, int stride) {
    return conv(conv, filters, kernel, stride).bn(bn);
  }

  public Node lrn(String id) {
    return then(id, Lrn.ALEXNET);
  }

  public Node lrn() {
    return lrn(null);
  }

  // ---- functions of each number

  public Node relu(String id) {
    return then(id, Activation.RELU);
  }

  public Node relu() {
    return relu(null);
  }

  public Node silu(String id) {
    return then(id, Activation.SILU);
  }

  public Node silu() {
    return silu(null);
  }

  public Node sigmoid(String id) {
    return then(id, Activation.SIGMOID);
  }

  public Node dropout(String id, double probability) {
    return then(id, new Dropout(probability));
  }

  public Node dropout(double probability) {
    return dropout(null, probability);
  }

  // ---- pooling

  public Node maxPool(String id, int kernel, int stride, int padding) {
    return then(id, Pool.max(kernel, stride, padding));
  }

  /** Without padding; a last, partial window is dropped. */
  public Node maxPool(int kernel, int stride) {
    return maxPool(null, kernel, stride, 0);
  }

  public Node avgPool(String id, int kernel, int stride) {
    return then(id, Pool.avg(kernel, stride, 0));
  }

  /** C x H x W to a vector of C means. */
  public Node globalAvgPool(String id) {
    return then(id, new GlobalPool(PoolKind.AVG));
  }

  public Node globalMaxPool(String id) {
    return then(id, new GlobalPool(PoolKind.MAX));
  }

  // ---- vectors

  public Node flatten(String id) {
    return then(id, new Flatten());
  }

  public Node dense(String id, int units) {
    return then(id, Dense.of(units));
  }

  public Node dense(int units) {
    return dense(null, units);
  }

  // ---- joining

  public Node plus(String id, Node other) {
    return then(id, new Add(Fn.IDENTITY), other);
  }

  /** Multiplies each channel, or each number, by its gate. */
  public Node scale(String id, Node gate) {
    return then(id, new Scale(), gate);
  }

  public Node concat(String id, Node... others) {
    return then(id, new Concat(), others);
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}
