package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * Three steps from [1, -2, 0.5] with given gradients at rates 0.1, 0.1 and 0.01. The values
 * expected are PyTorch 2's in float64, and for RMSProp NumPy's, of the formula in TensorFlow's
 * ApplyRMSProp.
 */
class WeightUpdateTest {
  private static final double[][] GRADIENTS = {{0.1, -0.4, 0.2}, {0.3, 0.1, -0.2}, {-0.5, 0.2, 0.6}
  };
  private static final double[] RATES = {0.1, 0.1, 0.01};
  private static final Regularisation NONE = Regularisation.weightDecay(0, Decay.WEIGHTS);
  private static final Regularisation DECAY = Regularisation.weightDecay(0.05, Decay.WEIGHTS);

  @Test
  void plainDescentIsPyTorchs() {
    assertThat(threeSteps(Optimizer.momentum(0), NONE))
        .containsExactly(new double[] {0.965, -1.972, 0.494}, within(1e-12));
  }

  @Test
  void momentumWithCoupledDecayIsPyTorchs() {
    assertThat(threeSteps(Optimizer.momentum(0.9), DECAY))
        .containsExactly(new double[] {0.9367484625, -1.902269875, 0.46838769375}, within(1e-12));
  }

  @Test
  void nesterovWithCoupledDecayIsPyTorchs() {
    assertThat(threeSteps(Optimizer.nesterov(0.9), DECAY))
        .containsExactly(
            new double[] {0.8978553277875, -1.863823842625, 0.46062664168125}, within(1e-12));
  }

  @Test
  void clippingIsPyTorchs() {
    assertThat(threeSteps(Optimizer.momentum(0.9), NONE.withClipping(0.3)))
        .containsExactly(
            new double[] {0.9626736000339944, -1.9576089830707681, 0.4893088942199597},
            within(1e-12));
  }

  @Test
  void rmsPropIsTensorFlows() {
    assertThat(threeSteps(Optimizer.rmsProp(0.9, 0.9, 1e-3), NONE))
        .containsExactly(
            new double[] {0.9142750206336325, -1.9100137605424103, 0.4782010139509986},
            within(1e-12));
  }

  @Test
  void adamIsPyTorchs() {
    assertThat(threeSteps(Optimizer.adam(0.9, 0.98, 1e-6), NONE))
        .containsExactly(
            new double[] {0.8101722379237686, -1.8523764406922907, 0.3996967859388905},
            within(1e-12));
  }

  @Test
  void averageIsTensorFlowsAndSwapsWithTheWeights() {
    ComputationGraph net = threeWeights();
    WeightUpdate update =
        new WeightUpdate(net, recipe(Optimizer.momentum(0), NONE.withAverage(0.2)));
    run(net, update);
    update.swapAverage();
    assertThat(net.params().toDoubleVector())
        .containsExactly(
            new double[] {0.9651272727272727, -1.9713818181818183, 0.4945454545454545},
            within(1e-12));
    update.swapAverage();
    assertThat(net.params().toDoubleVector())
        .containsExactly(new double[] {0.965, -1.972, 0.494}, within(1e-12));
  }

  @Test
  void gradientIsTheMeanOverTheBatch() {
    ComputationGraph net = threeWeights();
    WeightUpdate update = new WeightUpdate(net, recipe(Optimizer.momentum(0), NONE));
    net.getGradientsViewArray().assign(Nd4j.createFromArray(3.0, 0.0, 4.0));
    update.divideBy(10);
    assertThat(update.gradientNorm()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void decayTouchesWhatTheRecipeSays() {
    assertThat(decayed(Decay.WEIGHTS)).containsExactlyInAnyOrder("'W' of 'conv'", "'W' of 'out'");
    assertThat(decayed(Decay.WEIGHTS_AND_BIASES))
        .contains("'b' of 'conv'")
        .doesNotContain("'gamma' of 'bn'");
    assertThat(decayed(Decay.ALL))
        .contains("'gamma' of 'bn'", "'beta' of 'bn'")
        .doesNotContain("'mean' of 'bn'", "'var' of 'bn'");
  }

  /** As PyTorch's groups of parameters, each with a rate of its own: moves scale with the rate. */
  @ParameterizedTest
  @MethodSource("rules")
  void earlierLayersMoveByAShareInGeometricProgression(Optimizer rule) {
    double[] whole = moves(rule);
    double[] shared = moves(Optimizer.discriminative(rule, 0.01));
    assertThat(whole).doesNotContain(0);
    for (Parameters.Parameter parameter : new Parameters(convolutional()).all()) {
      double share = Map.of("conv", 0.01, "bn", 0.1, "out", 1.0).get(parameter.vertex());
      for (int i = (int) parameter.from(); i < parameter.to(); i++)
        if (!parameter.isStatistic())
          assertThat(shared[i])
              .as(parameter.toString())
              .isCloseTo(share * whole[i], withinPercentage(0.5));
    }
  }

  static Stream<Optimizer> rules() {
    return Stream.of(
        Optimizer.momentum(0),
        Optimizer.nesterov(0.9),
        Optimizer.rmsProp(0.9, 0.9, 1e-3),
        Optimizer.adam(0.9, 0.98, 1e-6));
  }

  private static double[] moves(Optimizer optimizer) {
    ComputationGraph net = convolutional();
    net.params().assign(0);
    WeightUpdate update = new WeightUpdate(net, recipe(optimizer, NONE));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < net.numParams(); j++)
        net.getGradientsViewArray().putScalar(j, 0.1 * (1 + j % 7) * (i == 1 ? -0.5 : 1));
      update.step(0.1, update.gradientNorm(), i);
    }
    return net.params().toDoubleVector();
  }

  @Test
  void aShareOfTheRateIsAboveZeroAndAtMostOne() {
    for (double first : new double[] {0, -0.1, 1.5, Double.NaN})
      assertThatThrownBy(() -> Optimizer.discriminative(Optimizer.momentum(0.9), first))
          .hasMessageStartingWith(
              "the first layer's share of the learning rate must be above 0 and at most 1");
  }

  @Test
  void statisticsOfBatchNormMoveByDeeplearning4jsChangeAndByNothingElse() {
    ComputationGraph net = convolutional();
    WeightUpdate update = new WeightUpdate(net, recipe(Optimizer.momentum(0.9), DECAY));
    INDArray mean = net.getParam("bn_mean");
    mean.assign(1);
    for (int i = 0; i < 3; i++) {
      net.getGradientsViewArray().assign(i == 0 ? 0.25 : 0);
      update.divideBy(10);
      update.step(0.1, update.gradientNorm(), i);
    }
    assertThat(mean.toDoubleVector()).containsOnly(0.75);
  }

  /** The parameters that three steps of nothing but decay move. */
  private static List<String> decayed(Decay decay) {
    ComputationGraph net = convolutional();
    net.params().assign(1);
    WeightUpdate update = new WeightUpdate(
        net, recipe(Optimizer.momentum(0), Regularisation.weightDecay(0.1, decay)));
    update.step(0.1, 0, 0);
    return new Parameters(net)
        .all().stream()
            .filter(p -> net.params()
                    .reshape(net.numParams())
                    .get(NDArrayIndex.interval(p.from(), p.to()))
                    .minNumber()
                    .doubleValue()
                < 1)
            .map(Object::toString)
            .toList();
  }

  private static double[] threeSteps(Optimizer optimizer, Regularisation regularisation) {
    ComputationGraph net = threeWeights();
    run(net, new WeightUpdate(net, recipe(optimizer, regularisation)));
    return net.params().toDoubleVector();
  }

  private static void run(ComputationGraph net, WeightUpdate update) {
    for (int i = 0; i < GRADIENTS.length; i++) {
      net.getGradientsViewArray().assign(Nd4j.createFromArray(GRADIENTS[i]));
      update.step(RATES[i], update.gradientNorm(), i);
    }
  }

  private static Recipe recipe(Optimizer optimizer, Regularisation regularisation) {
    return Recipes.get("smoke").withOptimizer(optimizer).withRegularisation(regularisation);
  }

  private static ComputationGraph threeWeights() {
    ComputationGraph net = new ComputationGraph(new NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .graphBuilder()
        .addInputs("in")
        .addLayer("out", output(false), "in")
        .setOutputs("out")
        .setInputTypes(InputType.feedForward(3))
        .build());
    net.init(Nd4j.createFromArray(new double[][] {{1, -2, 0.5}}), false);
    return net;
  }

  private static ComputationGraph convolutional() {
    ComputationGraph net = new ComputationGraph(new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(2).build(), "in")
        .addLayer("bn", new BatchNormalization.Builder().build(), "conv")
        .addLayer("out", output(true), "bn")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(5, 5, 1))
        .build());
    net.init();
    return net;
  }

  private static OutputLayer output(boolean bias) {
    return new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
        .nOut(1)
        .hasBias(bias)
        .activation(Activation.IDENTITY)
        .build();
  }
}
