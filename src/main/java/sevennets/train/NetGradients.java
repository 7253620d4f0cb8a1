package sevennets.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.data.Dataset;

/**
 * A net seen as a classifier: its first output is a loss on a layer of scores, any others are
 * auxiliary heads with the same labels.
 */
final class NetGradients implements Gradients {
  private final ComputationGraph net;
  private final String logits;
  private Scores scores;

  NetGradients(ComputationGraph net) {
    this.net = net;
    String output = net.getConfiguration().getNetworkOutputs().get(0);
    if (net.getNumInputArrays() != 1 || net.getVertex(output).numParams() > 0) {
      throw new IllegalArgumentException("""
          a net to train must have one input, and its first output must be a loss layer on a layer of scores, as \
          Graph.net makes it; received %d inputs and output '%s' with weights of its own""".formatted(net.getNumInputArrays(), output));
    }
    logits = net.getConfiguration().getVertexInputs().get(output).get(0);
  }

  /**
   * Sees to it that a dataset's classes are those that the net tells apart.
   *
   * @throws IllegalArgumentException with both numbers
   */
  void requireClasses(Dataset images) {
    long told = Shapes.of(net, images).get(logits).arrayElementsPerExample();
    if (told != images.classes().size()) {
      throw new IllegalArgumentException(
          "the net tells %d classes apart and %s has %d; build the net withClasses(%d)"
              .formatted(
                  told, images.name(), images.classes().size(), images.classes().size()));
    }
  }

  /** Scores images without training. */
  Scores scores(INDArray images) {
    INDArray[] outputs = net.output(List.of(logits), false, new INDArray[] {images}, null);
    Scores result = Scores.of(outputs[0]);
    outputs[0].close();
    return result;
  }

  @Override
  public double gradient(Batch batch, long chance) {
    return gradient(batch.images(), batch.labels(), chance);
  }

  /** The same for images without their classes. */
  double gradient(INDArray images, INDArray labels, long chance) {
    INDArray[] ofEachOutput = new INDArray[net.getNumOutputArrays()];
    Arrays.fill(ofEachOutput, labels);
    Nd4j.getRandom().setSeed(chance);
    net.setInputs(images);
    net.setLabels(ofEachOutput);
    net.computeGradientAndScore();
    return net.score();
  }

  /** Known while {@link #watch} is among the net's listeners. */
  @Override
  public Scores lastScores() {
    return scores;
  }

  @Override
  public void close() {}

  /**
   * Reads the scores on their way through the net: asking for them afterwards would cost another
   * pass.
   */
  BaseTrainingListener watch() {
    return new BaseTrainingListener() {
      @Override
      public void onForwardPass(Model model, Map<String, INDArray> activations) {
        scores = Scores.of(activations.get(logits));
      }
    };
  }
}
