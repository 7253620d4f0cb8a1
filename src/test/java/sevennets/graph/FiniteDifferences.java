package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Compares a net's gradients with what its loss does when parameters are moved a little.
 *
 * <p>Each tensor is moved as a whole, every number up or down by chance, so that no wrong number of
 * its gradient stays unseen, and then a few numbers of it one by one, which errors of opposite sign
 * cannot hide from. Deeplearning4j's own check moves every number of a graph by itself, whatever
 * {@code subset} asks for: a hundred thousand forward passes for the operations that there are.
 */
final class FiniteDifferences {
  private static final double STEP = 1e-6;
  private static final int DIRECTIONS = 2, SINGLES = 2;

  private final ComputationGraph net;
  private final MultiDataSet batch;
  private final Random random = new Random(5);

  /** @param net in double precision, whose updater leaves gradients as they are */
  FiniteDifferences(ComputationGraph net, INDArray input, INDArray[] labels) {
    this.net = net;
    this.batch = new MultiDataSet(new INDArray[] {input}, labels);
  }

  void agreeWithGradients() {
    net.setInputs(batch.getFeatures());
    net.setLabels(batch.getLabels());
    net.computeGradientAndScore();
    // Deeplearning4j's gradients are summed over the batch until its updater divides them.
    double count = batch.getFeatures(0).size(0);
    Map<String, INDArray> gradients = net.gradient().gradientForVariable();
    net.paramTable().forEach((name, parameter) -> {
      INDArray gradient = gradients.get(name).dup().divi(count);
      for (INDArray direction : directions(parameter)) agrees(name, parameter, gradient, direction);
    });
  }

  private void agrees(String name, INDArray parameter, INDArray gradient, INDArray direction) {
    double expected = slope(parameter, direction);
    double received = gradient.mul(direction).sumNumber().doubleValue();
    double allowed = Math.max(1e-8, 1e-4 * (Math.abs(expected) + Math.abs(received)));
    assertThat(received)
        .as("the slope of the loss in %s %s", name, direction.toStringFull())
        .isCloseTo(expected, within(allowed));
  }

  /** Of the loss, where {@code parameter} moves in that direction. */
  private double slope(INDArray parameter, INDArray direction) {
    INDArray here = parameter.dup();
    parameter.assign(here.add(direction.mul(STEP)));
    double above = net.score(batch, true);
    parameter.assign(here.sub(direction.mul(STEP)));
    double below = net.score(batch, true);
    parameter.assign(here);
    return (above - below) / (2 * STEP);
  }

  private List<INDArray> directions(INDArray parameter) {
    List<INDArray> all = new ArrayList<>();
    int length = Math.toIntExact(parameter.length());
    for (int i = 0; i < DIRECTIONS; i++) {
      double[] signs = random.ints(length, 0, 2).mapToDouble(bit -> 2 * bit - 1).toArray();
      all.add(Nd4j.createFromArray(signs).reshape(parameter.shape()));
    }
    for (int i = 0; i < SINGLES; i++) {
      double[] one = new double[length];
      one[random.nextInt(length)] = 1;
      all.add(Nd4j.createFromArray(one).reshape(parameter.shape()));
    }
    return all;
  }
}
