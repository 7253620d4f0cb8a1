package sevennets.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What Deeplearning4j offers its own layers, it offers ours: workers, transfer learning, dropout,
 * weight noise.
 */
class Deeplearning4jFeaturesTest {
  private static final int[] ONE = {1, 1};
  private static final int[] THREE = {3, 3};

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(17);
  }

  private static GraphBuilder body(Conv2d second) {
    return TestNets.builder(DataType.FLOAT, new Sgd(0.05))
        .addLayer("conv1", new Conv2d(2, 6, THREE, ONE, ONE, 1, false), "nhwc")
        .addLayer("bn1", new BatchNorm(6, 1e-5, 0.1, Fn.RELU), "conv1")
        .addLayer("conv2", second, "bn1");
  }

  private static Conv2d second() {
    return new Conv2d(6, 6, THREE, ONE, ONE, 1, true);
  }

  private static DataSet batch() {
    INDArray labels = TestNets.labels(DataType.FLOAT, 12);
    INDArray images = TestNets.images(DataType.FLOAT, 12, 2, 8, 8);
    // A class is a brightness, so that there is something to learn.
    images.addi(labels.argMax(1).castTo(DataType.FLOAT).reshape('c', 12, 1, 1, 1));
    return new DataSet(images, labels);
  }

  @Test
  void twoWorkersTrainTheNet() throws Exception {
    ComputationGraph net = TestNets.finish(body(second()), 6, "conv2");
    DataSet batch = batch();
    double before = net.score(batch);
    try (ParallelWrapper workers = new ParallelWrapper.Builder<>(net)
        .workers(2)
        .averagingFrequency(1)
        .prefetchBuffer(2)
        .build()) {
      List<DataSet> examples = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        examples.addAll(batch.asList());
      }
      workers.fit(new ListDataSetIterator<>(examples, 12));
    }
    assertThat(net.score(batch)).isLessThan(before);
    assertThat(net.getParam("bn1_mean").norm2Number().doubleValue()).isPositive();
  }

  @Test
  void transferFreezesLayersAndReplacesTheHead() {
    ComputationGraph net = TestNets.finish(body(second()), 6, "conv2");
    ComputationGraph transferred = new TransferLearning.GraphBuilder(net)
        .fineTuneConfiguration(
            new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
        .setFeatureExtractor("bn1")
        .nOutReplace("fc", TestNets.CLASSES, WeightInit.XAVIER)
        .build();
    INDArray frozen = transferred.getParam("conv1_W").dup();
    INDArray statistics = transferred.getParam("bn1_mean").dup();
    INDArray head = transferred.getParam("fc_W").dup();

    transferred.fit(batch());

    assertThat(transferred.getParam("conv1_W"))
        .isEqualTo(frozen)
        .isEqualTo(net.getParam("conv1_W"));
    assertThat(transferred.getParam("bn1_mean")).isEqualTo(statistics);
    assertThat(transferred.getParam("fc_W")).isNotEqualTo(head);
  }

  @Test
  void layerDropoutActsInTrainingOnly() {
    Conv2d dropping = second();
    dropping.setIDropout(new org.deeplearning4j.nn.conf.dropout.Dropout(0.5));
    ComputationGraph net = TestNets.finish(body(dropping), 6, "conv2");
    ComputationGraph plain = TestNets.finish(body(second()), 6, "conv2");
    plain.setParams(net.params());
    INDArray images = batch().getFeatures();

    assertThat(net.outputSingle(images)).isEqualTo(plain.outputSingle(images));
    assertThat(net.output(true, images)[0]).isNotEqualTo(plain.output(true, images)[0]);
    net.fit(batch());
  }

  @Test
  void weightNoiseActsInTrainingAndLeavesTheWeights() {
    Conv2d noisy = second();
    noisy.setWeightNoise(new DropConnect(0.5));
    ComputationGraph net = TestNets.finish(body(noisy), 6, "conv2");
    INDArray images = batch().getFeatures();
    INDArray weights = net.getParam("conv2_W").dup();

    INDArray first = net.output(true, images)[0];
    net.clearLayersStates();

    assertThat(net.getParam("conv2_W")).isEqualTo(weights);
    assertThat(first).isNotEqualTo(net.outputSingle(images));
    net.fit(batch());
  }

  @Test
  void dropoutDropsItsShareAndKeepsTheMean() {
    ComputationGraph net =
        TestNets.finish(TestNets.with(DataType.FLOAT, 16, new Dropout(0.25)), 16, "layer");
    net.getParam("conv_W").assign(0);
    net.getParam("conv_b").assign(1);
    INDArray dropped =
        net.feedForward(TestNets.images(DataType.FLOAT, 16, 2, 16, 16), true).get("layer");

    assertThat(dropped.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue())
        .isCloseTo(0.25, within(0.01));
    assertThat(dropped.meanNumber().doubleValue()).isCloseTo(1, within(0.02));
  }

  @Test
  void stochasticDepthDropsWholeExamples() {
    ComputationGraph net = TestNets.finish(
        TestNets.with(DataType.FLOAT, 4, new StochasticDepth(0.5), "conv"), 4, "layer");
    net.getParam("conv_W").assign(0);
    net.getParam("conv_b").assign(1);
    INDArray kept =
        net.feedForward(TestNets.images(DataType.FLOAT, 64, 2, 4, 4), true).get("layer");

    INDArray least = kept.min(1, 2, 3);
    assertThat(least).isEqualTo(kept.max(1, 2, 3));
    assertThat(List.of(0f, 2f)).contains(least.getFloat(0));
    assertThat(least.meanNumber().doubleValue()).isCloseTo(1, within(0.4));
  }
}
