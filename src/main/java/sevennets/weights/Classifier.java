package sevennets.weights;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Image;
import sevennets.graph.Graph;

/**
 * A filled net that names photographs, with the preprocessing that its weights expect.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.ofImageNet(graph, checkpoint, preprocessing);
 * System.out.println(classifier.top(classifier.probabilities(List.of(photo))[0], 5));
 * }</pre>
 */
public final class Classifier {

  /**
   * One answer.
   *
   * @param name the class
   * @param probability in [0, 1]
   */
  public record Answer(String name, double probability) {}

  private final Graph graph;
  private final ComputationGraph net;
  private final Preprocessing preprocessing;
  private final List<String> classes;
  private Function<INDArray, float[][]> answering;

  /**
   * Builds the net and fills it.
   *
   * @param graph for {@code C x crop x crop} images; auxiliary heads are left out
   * @param classes their names, in the order of the net's outputs
   * @throws IllegalArgumentException if the weights do not fit it, with the complete list
   */
  public Classifier(
      Graph graph, Tensors weights, Preprocessing preprocessing, List<String> classes) {
    if (graph.logits().channels() != classes.size()) {
      throw new IllegalArgumentException("a net for %d classes is required, received one for %d"
          .formatted(classes.size(), graph.logits().channels()));
    }
    this.graph = graph.withoutAuxiliaryHeads();
    this.net = this.graph.net(0);
    this.preprocessing = preprocessing;
    this.classes = List.copyOf(classes);
    answering = images -> net.output(images)[0].toFloatMatrix();
    StateDict.of(this.graph, net).load(weights);
  }

  /** A net for ImageNet's thousand classes. */
  public static Classifier ofImageNet(
      Graph graph, Tensors checkpoint, Preprocessing preprocessing) {
    return new Classifier(
        graph,
        checkpoint,
        preprocessing,
        ImageNet.labels().stream().map(ImageNet.Label::name).toList());
  }

  /** What the net was built from. */
  public Graph graph() {
    return graph;
  }

  /** The filled net. */
  public ComputationGraph net() {
    return net;
  }

  /** What is done to a photograph first. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The classes' names, in the order of the net's outputs. */
  public List<String> classes() {
    return classes;
  }

  /**
   * The probabilities of the classes for each photograph, {@code N x classes}. The photographs are
   * changed in place.
   */
  public float[][] probabilities(List<Image> photographs) {
    return probabilitiesOf(photographs.stream().map(this::prepared).toList());
  }

  /**
   * A photograph as the net takes it, {@code 1 x C x H x W}: a hundredth of the memory of one from
   * a camera, so that who has many reads and prepares them one by one. It is changed in place.
   */
  public INDArray prepared(Image photograph) {
    return preprocessing.apply(photograph);
  }

  /** The probabilities of the classes for each {@link #prepared} photograph. */
  public float[][] probabilitiesOf(List<INDArray> prepared) {
    return answering.apply(Nd4j.concat(0, prepared.toArray(INDArray[]::new)));
  }

  /**
   * Lets another than the net's own backend answer, with the same weights.
   *
   * @param other {@code N x C x H x W} images to probabilities, {@code N x classes}
   */
  public Classifier answeredBy(Function<INDArray, float[][]> other) {
    answering = other;
    return this;
  }

  /** The {@code count} most probable classes, the most probable first. */
  public List<Answer> top(float[] probabilities, int count) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
        .limit(count)
        .map(i -> new Answer(classes.get(i), probabilities[i]))
        .toList();
  }
}
