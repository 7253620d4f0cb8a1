package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
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
import sevennets.ops.Conv;
import sevennets.ops.Dropout;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;

/**
 * What Deeplearning4j offers its own layers, it offers ours: workers, transfer learning, dropout,
 * weight noise.
 */
class Deeplearning4jFeaturesTest {
  private static final Graph GRAPH = graph();

  private static Graph graph() {
    Graph graph = new Graph(Shape.image(2, 8, 8));
    Node bn = graph.input().conv("conv1", 6, 3, 1).bn("bn1").relu("relu1");
    OpNets.ended(bn.conv("conv2", Conv.of(6, 3).bias()));
    return graph;
  }

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(17);
  }

  private static ComputationGraph net(Consumer<OpLayer> onTheSecond) {
    ComputationGraphConfiguration conf = GRAPH.net(7).getConfiguration();
    LayerVertex second = (LayerVertex) conf.getVertices().get("conv2");
    onTheSecond.accept((OpLayer) second.getLayerConf().getLayer());
    ComputationGraph net = new ComputationGraph(conf);
    net.init();
    return net;
  }

  private static DataSet batch() {
    INDArray labels = OpNets.labels(DataType.FLOAT, 12);
    INDArray images = OpNets.images(GRAPH, DataType.FLOAT, 12);
    // A class is a brightness, so that there is something to learn.
    images.addi(labels.argMax(1).castTo(DataType.FLOAT).reshape('c', 12, 1, 1, 1));
    return new DataSet(images, labels);
  }

  @Test
  @SuppressWarnings("try") // it may be interrupted while it closes, and then the test fails
  void twoWorkersTrainTheNet() throws Exception {
    ComputationGraph net = GRAPH.net(7);
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
  void transferFreezesLayersAndDrawsTheHeadAnew() {
    ComputationGraph net = GRAPH.net(7);
    ComputationGraph transferred = transfer(net).build();
    INDArray frozen = transferred.getParam("conv1_W").dup();
    INDArray statistics = transferred.getParam("bn1_mean").dup();
    INDArray head = transferred.getParam("fc_W").dup();
    assertThat(head).isNotEqualTo(net.getParam("fc_W"));

    transferred.fit(batch());

    assertThat(transferred.getParam("conv1_W"))
        .isEqualTo(frozen)
        .isEqualTo(net.getParam("conv1_W"));
    assertThat(transferred.getParam("bn1_mean")).isEqualTo(statistics);
    assertThat(transferred.getParam("fc_W")).isNotEqualTo(head);
  }

  @Test
  void aHeadOfAnotherSizeIsLeftToTheGraph() {
    assertThatThrownBy(
            () -> transfer(GRAPH.net(7)).nOutReplace("fc", 5, WeightInit.XAVIER).build())
        .hasMessage(
            "'fc' has 3 outputs, not 5, because its operation says so: write the graph anew and load the weights that fit");
  }

  private static TransferLearning.GraphBuilder transfer(ComputationGraph net) {
    return new TransferLearning.GraphBuilder(net)
        .fineTuneConfiguration(
            new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
        .setFeatureExtractor("bn1")
        .nOutReplace("fc", OpNets.CLASSES, WeightInit.XAVIER);
  }

  @Test
  void layerDropoutActsInTrainingOnly() {
    ComputationGraph net =
        net(conv -> conv.setIDropout(new org.deeplearning4j.nn.conf.dropout.Dropout(0.5)));
    ComputationGraph plain = GRAPH.net(7);
    INDArray images = batch().getFeatures();

    assertThat(net.outputSingle(images)).isEqualTo(plain.outputSingle(images));
    assertThat(net.output(true, images)[0]).isNotEqualTo(plain.output(true, images)[0]);
    net.fit(batch());
  }

  @Test
  void weightNoiseActsInTrainingAndLeavesTheWeights() {
    ComputationGraph net = net(conv -> conv.setWeightNoise(new DropConnect(0.5)));
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
    INDArray dropped = ofOnes(OpNets.of(16, 16, 16, new Dropout(0.25)), 16);

    assertThat(dropped.eq(0).castTo(DataType.FLOAT).meanNumber().doubleValue())
        .isCloseTo(0.25, within(0.01));
    assertThat(dropped.meanNumber().doubleValue()).isCloseTo(1, within(0.02));
  }

  @Test
  void stochasticDepthDropsWholeExamples() {
    INDArray kept = ofOnes(OpNets.of(4, 4, 4, new StochasticDepth(0.5)), 64);

    INDArray least = kept.min(1, 2, 3);
    assertThat(least).isEqualTo(kept.max(1, 2, 3));
    assertThat(List.of(0f, 2f)).contains(least.getFloat(0));
    assertThat(least.meanNumber().doubleValue()).isCloseTo(1, within(0.4));
  }

  /** In training, where what is before gives ones. */
  private static INDArray ofOnes(Graph graph, int count) {
    ComputationGraph net = graph.net(7);
    net.getParam("conv_W").assign(0);
    net.getParam("conv_b").assign(1);
    return net.feedForward(OpNets.images(graph, DataType.FLOAT, count), true).get("layer");
  }
}
