package sevennets.train;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import sevennets.data.Dataset;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.models.VisionTransformer;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;

/**
 * Images of noise with a bright quarter that tells their class: learnt in seconds, and only if
 * training works.
 */
record Blobs(int size, long seed) implements Dataset {
  static final int SIDE = 8;

  @Override
  public String name() {
    return "blobs";
  }

  @Override
  public List<String> classes() {
    return List.of("upper left", "upper right", "lower left", "lower right");
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return SIDE;
  }

  @Override
  public int width() {
    return SIDE;
  }

  @Override
  public int label(int index) {
    return index % 4;
  }

  @Override
  public void read(int index, float[] pixels) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
    int top = label(index) / 2 * SIDE / 2;
    int left = label(index) % 2 * SIDE / 2;
    for (int i = 0; i < SIDE * SIDE; i++) {
      boolean bright = i / SIDE >= top
          && i / SIDE < top + SIDE / 2
          && i % SIDE >= left
          && i % SIDE < left + SIDE / 2;
      pixels[i] = (float) (random.nextDouble() * 0.7 + (bright ? 0.3 : 0));
    }
  }

  /**
   * A net of Deeplearning4j's own layers for these images: convolution, batch norm, dropout,
   * scores, loss.
   */
  static ComputationGraph net() {
    return net(0.9);
  }

  /** The same, dropout keeping this share. */
  static ComputationGraph net(double kept) {
    return net(kept, 4);
  }

  /** The same for so many classes. */
  static ComputationGraph net(double kept, int classes) {
    ComputationGraph net = new ComputationGraph(new NeuralNetConfiguration.Builder()
        .seed(5)
        .graphBuilder()
        .addInputs("in")
        .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "in")
        .addLayer(
            "bn", new BatchNormalization.Builder().activation(Activation.RELU).build(), "conv")
        .addLayer("dropout", new DropoutLayer.Builder(kept).build(), "bn")
        .addLayer(
            "scores",
            new DenseLayer.Builder()
                .nOut(classes)
                .activation(Activation.IDENTITY)
                .build(),
            "dropout")
        .addLayer(
            "loss",
            new LossLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .activation(Activation.SOFTMAX)
                .build(),
            "scores")
        .setOutputs("loss")
        .setInputTypes(InputType.convolutional(SIDE, SIDE, 1))
        .build());
    net.init();
    return net;
  }

  /**
   * A residual net of this project's layers for these images, with both kinds of chance: stochastic
   * depth and dropout.
   */
  static ComputationGraph ours() {
    Graph graph = new Graph(Shape.image(1, SIDE, SIDE));
    Node stem = graph.input().convBn("conv1", "bn1", 16, 3, 1).relu("relu1");
    Node branch = stem.convBn("conv2", "bn2", 16, 3, 1).then("drop", new StochasticDepth(0.2));
    Node joined =
        stem.plus("add", branch).relu("relu2").globalAvgPool("pool").dropout("dropout", 0.1);
    return graph.classify(joined.dense("fc", 4)).net(5);
  }

  /** A Vision Transformer of one block, patches of 4 x 4. */
  static ComputationGraph transformer() {
    Graph graph = new Graph(Shape.image(1, SIDE, SIDE));
    return graph
        .classify(VisionTransformer.small().withSize(16, 1, 2, 24).logits(graph.input(), 4))
        .net(5);
  }

  /** Four epochs of sixteen batches. */
  static Recipe recipe() {
    return new Recipe(
        "blobs",
        "for tests",
        4,
        16,
        Optimizer.nesterov(0.9),
        Schedule.oneCycle(0.1, 4),
        Regularisation.weightDecay(1e-4, Decay.WEIGHTS).withLabelSmoothing(0.1).withAverage(0.9),
        List.of(),
        3);
  }

  static Dataset training() {
    return new Blobs(256, 1);
  }

  static Dataset validation() {
    return new Blobs(100, 2);
  }
}
