package sevennets.data;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Shifts all pixels of an image along the directions in which the colours of the training images
 * vary. AlexNet (Krizhevsky et al. 2012), section 4.1: to each pixel is added {@code p * (a * l)},
 * where p and l are the eigenvectors and eigenvalues of the 3x3 covariance of red, green and blue,
 * and each a is drawn once an image from a normal distribution with deviation 0.1.
 *
 * <pre>{@code
 * Recipe augmented = recipe.withAugmentation(PcaColour.imagenet());  // AlexNet's, section 4.1
 * }</pre>
 *
 * @param deviation the standard deviation of a
 * @param values the three eigenvalues l, for pixels in [0, 1]
 * @param vectors the eigenvectors p, one a column: {@code vectors[channel][i]} belongs to
 *     {@code values[i]}
 */
public record PcaColour(double deviation, double[] values, double[][] vectors)
    implements Augmentation {
  public PcaColour {
    if (!(deviation >= 0) || values.length != 3 || vectors.length != 3) {
      throw new IllegalArgumentException(
          "PCA colour needs a deviation of 0 or more, 3 eigenvalues and 3x3 eigenvectors, received "
              + "deviation %s, %d values, %d rows"
                  .formatted(deviation, values.length, vectors.length));
    }
  }

  /**
   * The colours of ImageNet's training images, as fb.resnet.torch publishes them, with the paper's
   * deviation of 0.1.
   */
  public static PcaColour imagenet() {
    return new PcaColour(0.1, new double[] {0.2175, 0.0188, 0.0045}, new double[][] {
      {-0.5675, 0.7192, 0.4009},
      {-0.5808, -0.0045, -0.8140},
      {-0.5836, -0.6948, 0.4203}
    });
  }

  /**
   * The colours of a dataset's images, up to {@code images} of them evenly spaced, with the paper's
   * deviation of 0.1.
   */
  public static PcaColour of(Dataset dataset, int images) {
    if (dataset.channels() != 3) {
      throw new IllegalArgumentException(
          "PCA colour needs 3 channels, %s has %d".formatted(dataset.name(), dataset.channels()));
    }
    double[][] covariance = ColourCovariance.of(dataset, images);
    SymmetricEigen eigen = SymmetricEigen.of(covariance);
    return new PcaColour(0.1, eigen.values(), eigen.vectors());
  }

  @Override
  public void apply(Image image, RandomGenerator random) {
    if (image.channels() != 3) {
      throw new IllegalArgumentException(
          "PCA colour needs an image of 3 channels, received " + image.shape());
    }
    double[] shift = new double[3];
    for (int i = 0; i < 3; i++) {
      double along = random.nextGaussian() * deviation * values[i];
      for (int c = 0; c < 3; c++) {
        shift[c] += vectors[c][i] * along;
      }
    }
    int plane = image.height() * image.width();
    float[] pixels = image.pixels();
    for (int i = 0; i < 3 * plane; i++) {
      pixels[i] += (float) shift[i / plane];
    }
  }

  /**
   * By its numbers, which a record's own text does not show of arrays: a run's folder holds it to
   * compare recipes by.
   */
  @Override
  public String toString() {
    return "PcaColour[deviation=%s, values=%s, vectors=%s]"
        .formatted(deviation, Arrays.toString(values), Arrays.deepToString(vectors));
  }
}
