package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.ops.Op;
import sevennets.ops.OpCases;
import sevennets.ops.Shape;

/** A net that is wrongly written fails where it is written, and says at which node. */
class WronglyWrittenTest {

  /** Gives a graph's input another shape. */
  private record Given(Shape shape) implements Op {
    @Override
    public Shape output(List<Shape> inputs) {
      return shape;
    }

    @Override
    public <A> sevennets.kernels.Kernel<A> kernel(
        sevennets.kernels.Backend<A> backend, List<Shape> inputs) {
      throw new AssertionError("this net is only written");
    }
  }

  @ParameterizedTest
  @MethodSource("sevennets.ops.OpCases#bad")
  void failsWhereItIsWrittenAndNamesTheNode(OpCases.Bad bad) {
    Graph graph = new Graph(Shape.vector(1));
    List<Node> inputs = IntStream.range(0, bad.inputs().size())
        .mapToObj(i -> graph.input().then("in" + i, new Given(bad.inputs().get(i))))
        .toList();
    Node[] others = inputs.subList(1, inputs.size()).toArray(Node[]::new);
    assertThatThrownBy(() -> inputs.get(0).then("here", bad.op(), others))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in 'here' of [in0 " + bad.inputs().get(0));
  }
}
