package sevennets.data;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings each channel to mean 0 and standard deviation 1: {@code (pixel - mean[c]) / std[c]}.
 *
 * <pre>{@code
 * Normalisation normalisation = Normalisation.of(data.train());  // mean and deviation of each channel
 * }</pre>
 *
 * @param mean the mean of each channel, for pixels in [0, 1]
 * @param std the standard deviation of each channel over all its pixels
 */
public record Normalisation(float[] mean, float[] std) {
  /** ImageNet's, as torchvision's and timm's checkpoints were trained with. */
  public static final Normalisation IMAGENET =
      new Normalisation(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f});

  private static final Pattern WRITTEN =
      Pattern.compile("Normalisation\\[mean=\\[(.+?)\\], std=\\[(.+?)\\]\\]");

  public Normalisation {
    if (mean.length != std.length) {
      throw new IllegalArgumentException(
          "normalisation needs as many means as deviations, received %d and %d"
              .formatted(mean.length, std.length));
    }
    for (float deviation : std) {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException(
            "a standard deviation must be above 0, received " + Arrays.toString(std));
      }
    }
    mean = mean.clone();
    std = std.clone();
  }

  /** Leaves the pixels of so many channels as they are. */
  public static Normalisation none(int channels) {
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    return new Normalisation(new float[channels], ones);
  }

  /**
   * The statistics of all images of a dataset: of the training images, never of those that a net is
   * judged on.
   */
  public static Normalisation of(Dataset dataset) {
    return of(dataset, dataset.size());
  }

  /**
   * The statistics of {@code images} evenly spaced images: enough where reading all would take
   * minutes.
   */
  public static Normalisation of(Dataset dataset, int images) {
    int channels = dataset.channels();
    int plane = dataset.height() * dataset.width();
    int count = Math.min(images, dataset.size());
    if (count < 1) {
      throw new IllegalArgumentException(
          "normalisation needs at least one image, " + dataset.name() + " gives " + count);
    }
    double[] sum = new double[channels];
    double[] squares = new double[channels];
    float[] pixels = new float[channels * plane];
    for (int i = 0; i < count; i++) {
      dataset.read((int) ((long) i * dataset.size() / count), pixels);
      accumulate(pixels, plane, sum, squares);
    }
    return fromSums(sum, squares, (double) count * plane);
  }

  private static void accumulate(float[] pixels, int plane, double[] sum, double[] squares) {
    for (int c = 0; c < sum.length; c++) {
      double channelSum = 0;
      double channelSquares = 0;
      for (int i = c * plane; i < (c + 1) * plane; i++) {
        channelSum += pixels[i];
        channelSquares += pixels[i] * pixels[i];
      }
      sum[c] += channelSum;
      squares[c] += channelSquares;
    }
  }

  private static Normalisation fromSums(double[] sum, double[] squares, double values) {
    float[] mean = new float[sum.length];
    float[] std = new float[sum.length];
    for (int c = 0; c < sum.length; c++) {
      double average = sum[c] / values;
      mean[c] = (float) average;
      double variance = squares[c] / values - average * average;
      // A channel that is the same everywhere carries nothing to scale.
      std[c] = variance > 1e-12 ? (float) Math.sqrt(variance) : 1;
    }
    return new Normalisation(mean, std);
  }

  /**
   * What {@link #toString} wrote, to the bit.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static Normalisation parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches())
      throw new IllegalArgumentException(
          "a normalisation should be as in %s, received %s".formatted(IMAGENET, text));
    return new Normalisation(floats(written.group(1)), floats(written.group(2)));
  }

  private static float[] floats(String list) {
    String[] values = list.split(", ");
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) floats[i] = Float.parseFloat(values[i]);
    return floats;
  }

  /** The number of channels. */
  public int channels() {
    return mean.length;
  }

  /** The mean of one channel. */
  float mean(int channel) {
    return mean[channel];
  }

  /** The standard deviation of one channel. */
  float std(int channel) {
    return std[channel];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalisation that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
  }

  @Override
  public String toString() {
    return "Normalisation[mean=%s, std=%s]".formatted(Arrays.toString(mean), Arrays.toString(std));
  }
}
