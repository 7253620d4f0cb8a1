package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.data.Batch;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Shape;
import sevennets.ops.SquaredDistance;
import sevennets.ops.Unpool;

/**
 * A step of training takes no memory for arrays once training is under way: the collector, which
 * sees only their handles on Java's heap, would let them pile up.
 */
class SteadyStateTest {
  private static final int IMAGES = 64;
  private static final int SIDE = 32;
  private static final int FILTERS = 16;
  private static final int CLASSES = 100;
  private static final int WARM_UP = 10;
  private static final int STEPS = 30;
  private static final long ACTIVATION = (long) IMAGES * FILTERS * SIDE * SIDE * Float.BYTES;

  static Stream<Optimizer> optimizers() {
    return Stream.of(Optimizer.nesterov(0.9), Optimizer.rmsProp(0.9, 0.9, 1e-3));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsTakeNoMemory(Optimizer optimizer) {
    Node stem = stem();
    Node joined = stem.plus("add", stem.convBn("conv2", "bn2", FILTERS, 3, 1))
        .relu("relu2")
        .dropout("dropout", 0.1);
    ComputationGraph net = classifying(joined);
    assertThat(net.numParams() * Float.BYTES)
        .as("that a vector as long as the weights would show")
        .isGreaterThan(ACTIVATION);
    assertStepsTakeNoMemory(net, optimizer);
  }

  @Test
  void stepsThroughADecoderTakeNoMemory() {
    Node stem = stem();
    Node pooled = stem.maxPool("pool", 2, 2, 0);
    Node unpooled = pooled.then("unpool", new Unpool(2, true), stem).conv("decoded", FILTERS, 3, 1);
    stem.graph().penalty("distance", unpooled.then("far", new SquaredDistance(), stem), 0.1);
    assertStepsTakeNoMemory(classifying(pooled), Optimizer.nesterov(0.9));
  }

  private static void assertStepsTakeNoMemory(ComputationGraph net, Optimizer optimizer) {
    Recipe recipe = Blobs.recipe()
        .withOptimizer(optimizer)
        .withRegularisation(
            Regularisation.weightDecay(1e-4, Decay.WEIGHTS).withClipping(1).withAverage(0.9));
    Batch batch = new Batch(
        Nd4j.rand(IMAGES, 1, SIDE, SIDE),
        Nd4j.eye(CLASSES).get(NDArrayIndex.interval(0, IMAGES)).dup(),
        new int[IMAGES]);
    Stepper step = new HostStepper(net, recipe);
    step.begin(1);
    take(step, batch, WARM_UP);
    long before = Pointer.physicalBytes();
    take(step, batch, STEPS);
    // The handles, and what of Java's heap is touched for the first time, are far less.
    assertThat(Pointer.physicalBytes() - before).isLessThan(STEPS * ACTIVATION / 3);
    step.end();
  }

  private static void take(Stepper step, Batch batch, int steps) {
    for (int i = 0; i < steps; i++) {
      step.take(batch, 1e-3, i);
    }
  }

  private static Node stem() {
    return new Graph(Shape.image(1, SIDE, SIDE))
        .input()
        .convBn("conv1", "bn1", FILTERS, 3, 1)
        .relu("relu1");
  }

  private static ComputationGraph classifying(Node features) {
    return features
        .graph()
        .classify(features.flatten("flatten").dense("fc", CLASSES))
        .net(5);
  }
}
