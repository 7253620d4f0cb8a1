package sevennets.weights;

import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Image;
import sevennets.graph.Graph;

/**
 * A net filled from an ImageNet checkpoint, together with the preprocessing that the checkpoint
 * expects.
 */
public final class Classifier {

  /**
   * One answer.
   *
   * @param label the class
   * @param probability in [0, 1]
   */
  public record Answer(ImageNet.Label label, double probability) {}

  private final ComputationGraph net;
  private final Preprocessing preprocessing;

  /**
   * Builds the net and fills it.
   *
   * @param graph for {@code 3 x crop x crop} images and ImageNet's thousand classes; auxiliary
   *     heads are left out
   * @throws IllegalArgumentException if the checkpoint does not fit it, with the complete list
   */
  public Classifier(Graph graph, Tensors checkpoint, Preprocessing preprocessing) {
    if (graph.logits().channels() != ImageNet.labels().size()) {
      throw new IllegalArgumentException(
          "a net for ImageNet's 1000 classes is required, received one for "
              + graph.logits().channels());
    }
    Graph inference = graph.withoutAuxiliaryHeads();
    this.net = inference.net(0);
    this.preprocessing = preprocessing;
    StateDict.of(inference, net).load(checkpoint);
  }

  /**
   * The probabilities of the thousand classes for each photograph, {@code N x 1000}. The
   * photographs are changed in place.
   */
  public float[][] probabilities(List<Image> photographs) {
    INDArray[] images = photographs.stream().map(preprocessing::apply).toArray(INDArray[]::new);
    return net.output(Nd4j.concat(0, images))[0].toFloatMatrix();
  }

  /** The {@code count} most probable classes, the most probable first. */
  public static List<Answer> top(float[] probabilities, int count) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(count)
        .map(i -> new Answer(ImageNet.labels().get(i), probabilities[i]))
        .toList();
  }
}
