package sevennets.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.dnnl.global.dnnl;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.kernels.Fn;
import sevennets.ops.Shape;

/** Native memory of plans is given back at once, and that of forgotten nets without being asked. */
class NativesTest {
  private static final int SIZES = 60;

  @Test
  void planThatGivesWayIsReleasedAtOnce() {
    AtomicInteger released = new AtomicInteger();
    ByShape<Integer> plans = new ByShape<>();
    for (int size = 1; size <= SIZES; size++) {
      int made = size;
      plans.get(new long[] {size}, () -> {
        Natives.planned().add(released::incrementAndGet);
        return made;
      });
      assertThat(released).hasValue(Math.max(0, size - ByShape.CAPACITY));
    }
  }

  @Test
  void planOfPlansIsReleasedWithAllOfThem() {
    AtomicInteger released = new AtomicInteger();
    ByShape<ByShape<String>> outer = new ByShape<>();
    for (int size = 1; size <= ByShape.CAPACITY + 1; size++) {
      ByShape<String> inner = outer.get(new long[] {size}, ByShape::new);
      for (int batch = 0; batch < 3; batch++) {
        inner.get(new long[] {batch}, () -> {
          Natives.planned().add(released::incrementAndGet);
          return "plan";
        });
      }
    }
    assertThat(released).as("plans of the first size").hasValue(3);
  }

  @Test
  void planThatCannotBeMadeHoldsNothing() {
    AtomicInteger released = new AtomicInteger();
    assertThatThrownBy(() -> new ByShape<>().get(new long[] {1}, () -> {
          Natives.planned().add(released::incrementAndGet);
          throw new IllegalStateException("no such layout");
        }))
        .hasMessage("no such layout");
    assertThat(released).hasValue(1);
  }

  @Test
  void primitiveOfAReleasedPlanIsRefusedAndNotRun() {
    INDArray numbers = Nd4j.rand(3);
    Natives natives = Natives.open();
    Primitive[] made = new Primitive[1];
    Natives.plan(natives, () -> {
      try (Blueprint blueprint = new Blueprint()) {
        var desc = blueprint.primitive();
        var vector = blueprint.dense(3);
        OneDnn.check(
            dnnl.dnnl_eltwise_forward_primitive_desc_create(
                desc,
                OneDnn.engine(),
                dnnl.dnnl_forward_inference,
                dnnl.dnnl_eltwise_relu,
                vector,
                vector,
                0,
                0,
                blueprint.then(Fn.IDENTITY)),
            "plan a ReLU");
        made[0] = new Primitive(desc, dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST);
      }
      return made[0];
    });
    natives.close();
    assertThatThrownBy(() -> made[0].bind(dnnl.DNNL_ARG_SRC, numbers))
        .hasMessageContaining("give each thread a net of its own");
    assertThatThrownBy(made[0]::run).hasMessageContaining("two threads at once");
  }

  @Test
  void netOfManySizesKeepsAsManyPlansAsOfAFew() {
    ComputationGraph net = net();
    predict(net, ByShape.CAPACITY);
    int few = Natives.count();
    predict(net, SIZES);
    assertThat(Natives.count()).isLessThanOrEqualTo(few);
  }

  /**
   * A collector that is called while a net makes its plans leaves those, and is asked again when as
   * many have been added: the bound lies one net above what was there before.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void forgottenNetsDoNotPileUpWhereverTheCollectorIsCalled(int sizes) throws InterruptedException {
    predict(net(), sizes);
    int before = Natives.count();
    predict(net(), ByShape.CAPACITY);
    int live = Math.max(before, Natives.count());
    int most = live + Math.max(Natives.PATIENCE, live / 2);
    for (int i = 0; i < 20; i++) {
      predict(net(), ByShape.CAPACITY);
      if (Natives.count() > most) awaitFewer(most);
      assertThat(Natives.count()).isLessThanOrEqualTo(most);
    }
  }

  /** The collector works beside the test. */
  private static void awaitFewer(int plans) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (Natives.count() > plans && System.nanoTime() < end) Thread.sleep(5);
  }

  private static void predict(ComputationGraph net, int sizes) {
    for (int size = 1; size <= sizes; size++) net.output(Nd4j.zeros(size, 1, 8, 8))[0].close();
  }

  private static ComputationGraph net() {
    Graph graph = new Graph(Shape.image(1, 8, 8));
    graph.classify(graph
        .input()
        .conv("conv", 4, 3, 1)
        .relu()
        .maxPool("pool", 2, 2, 0)
        .flatten("flat")
        .dense("fc", 3));
    return graph.net(1);
  }
}
