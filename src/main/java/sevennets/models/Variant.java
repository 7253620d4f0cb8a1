package sevennets.models;

import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.graph.Graph;
import sevennets.ops.Shape;

/**
 * One named member of a family, at one input size and for one number of classes.
 *
 * <pre>{@code
 * Variant five = Models.get("resnet20_cifar").withInput(3, 32, 32).withClasses(5);
 * ComputationGraph net = five.net(1);
 * }</pre>
 *
 * @param name as torchvision or timm spells it; {@code _paper} where the paper's net differs,
 *     {@code _cifar} and {@code _small} for 32 x 32 images
 * @param net the architecture
 * @param input C x H x W that it is made for
 * @param classes how many classes it tells apart
 * @param paper the source: authors, year, arXiv number, table
 */
public record Variant(String name, Architecture net, Shape input, int classes, String paper) {

  /** The same net for images of another size. */
  public Variant withInput(int channels, int height, int width) {
    return new Variant(name, net, Shape.image(channels, height, width), classes, paper);
  }

  /** The same net for another number of classes. */
  public Variant withClasses(int classes) {
    return new Variant(name, net, input, classes, paper);
  }

  /**
   * The net as written down, without weights.
   *
   * @throws IllegalArgumentException if the input is too small for it, with the layer where it
   *     fails
   */
  public Graph graph() {
    try {
      Graph graph = new Graph(input);
      return graph.classify(net.logits(graph.input(), classes));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          name + " can't take an input of " + input + ": " + e.getMessage(), e);
    }
  }

  /** A Deeplearning4j network with fresh weights. */
  public ComputationGraph net(long seed) {
    return graph().net(seed);
  }
}
