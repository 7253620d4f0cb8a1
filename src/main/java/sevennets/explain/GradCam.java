package sevennets.explain;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.graph.Node;

/**
 * Where in an image a net sees a class: Grad-CAM. Selvaraju et al. 2016, arXiv:1610.02391,
 * equations 1 and 2.
 *
 * <pre>{@code
 * INDArray heat = GradCam.of(lens, "layer3.2.relu", images, lens.predictions(images));  // N x 1 x h x w, 0 to 1
 * ImageGrid shown = ImageGrid.heated(images, heat);
 * }</pre>
 */
public final class GradCam {
  private GradCam() {}

  /**
   * A heat map over each image.
   *
   * @param node an image node, by rule the last convolution's: early ones are sharp but don't know
   *     classes
   * @param images N x C x H x W, normalised as in training
   * @param classes the class looked for in each image
   * @return N x 1 x H x W, bilinearly enlarged from the node's size; each image's largest value is
   *     1, or all are 0 where nothing speaks for the class
   */
  public static INDArray of(Lens lens, String node, INDArray images, int[] classes) {
    Node looked = lens.node(node);
    if (!looked.shape().isImage()) {
      throw new IllegalArgumentException(
          "Grad-CAM needs a node with rows and columns, and '%s' has the shape %s; take a convolution's"
              .formatted(node, looked.shape()));
    }
    String vertex = lens.graph().vertex(looked);
    Lens.Passes passes = lens.backward(images, classes, (name, gradient) -> gradient);
    INDArray maps = Lens.channelsFirst(passes.values().get(vertex));
    INDArray weights =
        Lens.channelsFirst(passes.gradients().get(vertex)).mean(true, 2, 3); // equation 1
    INDArray heat = Transforms.relu(
        maps.mul(weights.broadcast(maps.shape())).sum(true, 1), false); // equation 2
    return enlarged(scaled(heat), (int) images.size(2), (int) images.size(3));
  }

  static INDArray scaled(INDArray heat) {
    for (int n = 0; n < heat.size(0); n++) {
      INDArray one = heat.slice(n);
      double largest = one.maxNumber().doubleValue();
      if (largest > 0) {
        one.divi(largest);
      }
    }
    return heat;
  }

  /**
   * Bilinear, with the corners of a pixel, not its centre, as the frame: as every imaging library
   * does.
   */
  static INDArray enlarged(INDArray heat, int height, int width) {
    int h = (int) heat.size(2);
    int w = (int) heat.size(3);
    INDArray large = Nd4j.zeros(heat.dataType(), heat.size(0), 1, height, width);
    for (int y = 0; y < height; y++) {
      double row = inside((y + 0.5) * h / height - 0.5, h);
      for (int x = 0; x < width; x++) {
        double column = inside((x + 0.5) * w / width - 0.5, w);
        for (int n = 0; n < heat.size(0); n++) {
          large.putScalar(new int[] {n, 0, y, x}, between(heat, n, row, column));
        }
      }
    }
    return large;
  }

  private static double inside(double position, int size) {
    return Math.max(0, Math.min(size - 1, position));
  }

  private static double between(INDArray heat, int n, double row, double column) {
    int top = (int) row;
    int left = (int) column;
    int bottom = (int) Math.min(top + 1, heat.size(2) - 1);
    int right = (int) Math.min(left + 1, heat.size(3) - 1);
    double down = row - top;
    double across = column - left;
    return (1 - down)
            * ((1 - across) * heat.getDouble(n, 0, top, left)
                + across * heat.getDouble(n, 0, top, right))
        + down
            * ((1 - across) * heat.getDouble(n, 0, bottom, left)
                + across * heat.getDouble(n, 0, bottom, right));
  }
}
