package sevennets.explain;

import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.kernels.Fn;
import sevennets.ops.Activation;

/**
 * Which pixels a class's score hangs on: its derivative by the image.
 *
 * <pre>{@code
 * ImageGrid shown = ImageGrid.stretched(Saliency.guided(lens, images, lens.predictions(images)));
 * }</pre>
 */
public final class Saliency {
  private Saliency() {}

  /**
   * The score's gradient. Simonyan et al. 2013, arXiv:1312.6034, section 3.
   *
   * @param images N x C x H x W, normalised as in training
   * @param classes the class looked at in each image
   * @return N x C x H x W
   */
  public static INDArray gradient(Lens lens, INDArray images, int[] classes) {
    return atImages(lens, lens.backward(images, classes, (name, gradient) -> gradient));
  }

  /**
   * Guided backpropagation: at each ReLU, what would lower the score is dropped on the way back,
   * which leaves the outlines that speak for it. Springenberg et al. 2014, arXiv:1412.6806, section
   * 3.4. It shows what is in the image more than what the class is: Adebayo et al. 2018,
   * arXiv:1810.03292, find it nearly the same for a net with random weights.
   *
   * @return N x C x H x W
   */
  public static INDArray guided(Lens lens, INDArray images, int[] classes) {
    Set<String> relus = lens.graph().steps().stream()
        .filter(step -> step.op() instanceof Activation activation && activation.fn() == Fn.RELU)
        .map(step -> lens.graph().vertex(step.node()))
        .collect(Collectors.toSet());
    return atImages(
        lens,
        lens.backward(
            images,
            classes,
            (name, gradient) -> relus.contains(name) ? Transforms.relu(gradient, true) : gradient));
  }

  private static INDArray atImages(Lens lens, Lens.Passes passes) {
    return Lens.channelsFirst(
        passes.gradients().get(lens.graph().vertex(lens.graph().input())));
  }
}
