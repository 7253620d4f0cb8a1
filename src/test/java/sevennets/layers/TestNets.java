package sevennets.layers;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/** Small nets and arrays for this package's tests. */
final class TestNets {
  static final int CLASSES = 3;

  private TestNets() {}

  static GraphBuilder builder(DataType type) {
    return builder(type, new NoOp());
  }

  static GraphBuilder builder(DataType type, IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .dataType(type)
        .updater(updater)
        .graphBuilder()
        .addInputs("in")
        .addVertex("nhwc", new ChannelsLast(), "in");
  }

  /** Ends {@code builder} with global pooling, a classifier and the loss. */
  static ComputationGraph finish(GraphBuilder builder, int channels, String last) {
    return finishVector(
        builder.addLayer("avgpool", new GlobalPool(Pool.Kind.AVG), last), channels, "avgpool");
  }

  static ComputationGraph finishVector(GraphBuilder builder, int width, String last) {
    builder.addLayer("fc", new Dense(width, CLASSES, true), last);
    builder.addLayer(
        "loss",
        new LossLayer.Builder(new SoftmaxCrossEntropy(1))
            .activation(Activation.SOFTMAX)
            .build(),
        "fc");
    ComputationGraph net = new ComputationGraph(builder.setOutputs("loss").build());
    net.init();
    return net;
  }

  /**
   * A first convolution, whose input is checked through it, and then one layer of {@code channels}
   * channels.
   */
  static GraphBuilder with(DataType type, int channels, Layer layer) {
    return stem(type, channels).addLayer("layer", layer, "conv");
  }

  static GraphBuilder stem(DataType type, int channels) {
    Conv2d first =
        new Conv2d(2, channels, new int[] {3, 3}, new int[] {1, 1}, new int[] {1, 1}, 1, true);
    return builder(type).addLayer("conv", first, "nhwc");
  }

  static GraphBuilder with(DataType type, int channels, GraphVertex vertex, String... inputs) {
    return stem(type, channels).addVertex("layer", vertex, inputs);
  }

  static INDArray images(DataType type, long... shape) {
    return Nd4j.rand(type, shape).subi(0.5).muli(2);
  }

  static INDArray labels(DataType type, int count) {
    INDArray labels = Nd4j.zeros(type, count, CLASSES);
    for (int i = 0; i < count; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return labels;
  }
}
