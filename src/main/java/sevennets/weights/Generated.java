package sevennets.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * Weights and an input that any language can generate, so that two implementations of a net can be
 * compared without a weight file. Element i (C order) of a tensor depends on the tensor's name and
 * i alone, through {@code u = splitmix64(fnv1a64(name) + i)} scaled to [0, 1).
 *
 * <pre>{@code
 * float[] values = Generated.tensor("conv1.weight", 64, 3, 7, 7);  // the same on every machine and in Python
 * }</pre>
 *
 * @param shapes the tensors' shapes by name
 */
public record Generated(Map<String, long[]> shapes) implements Tensors {

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(shapes.keySet());
  }

  @Override
  public long[] shape(String name) {
    long[] shape = shapes.get(name);
    if (shape == null)
      throw new IllegalArgumentException("there is no tensor '" + name + "' to generate");
    return shape.clone();
  }

  @Override
  public float[] read(String name) {
    return tensor(name, shape(name));
  }

  /**
   * The elements of the tensor called {@code name}: variances and one-dimensional weights (batch
   * norms' scales) lie in [0.5, 1.5); weights of two or more dimensions have He's variance, 2 /
   * fan-in; means and biases stay within 0.02.
   */
  public static float[] tensor(String name, long... shape) {
    long size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    float[] values = new float[Math.toIntExact(size)];
    boolean positive = name.endsWith("running_var") || shape.length < 2 && name.endsWith(".weight");
    double bound =
        shape.length < 2 ? 0.02 : Math.sqrt(6.0 / (size / shape[0])); // the divisor is the fan-in
    long seed = fnv1a64(name);
    for (int i = 0; i < values.length; i++) {
      double u = uniform(seed + i);
      values[i] = (float) (positive ? 0.5 + u : (2 * u - 1) * bound);
    }
    return values;
  }

  /**
   * The input, {@code N x C x H x W}: waves that differ by image and channel, plus a little noise,
   * so that a net tells its images apart.
   */
  public static float[] picture(int images, int channels, int height, int width) {
    float[] pixels = new float
        [Math.multiplyExact(
            Math.multiplyExact(images, channels), Math.multiplyExact(height, width))];
    long seed = fnv1a64("input");
    int i = 0;
    for (int n = 0; n < images; n++)
      for (int c = 0; c < channels; c++)
        for (int h = 0; h < height; h++)
          for (int w = 0; w < width; w++, i++) {
            double contrast = n == 0 ? 1.5 : Math.cos(0.02 * (h + 1) * (c + 1));
            double wave = Math.sin(0.11 * (n + 1) * (h + 1) + 0.05 * (c + 1) * (w + 1)) * contrast;
            pixels[i] = (float) (wave + 0.1 * (2 * uniform(seed + i) - 1));
          }
    return pixels;
  }

  /** FNV-1a of a name's UTF-8 bytes, 64 bits. */
  static long fnv1a64(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) hash = (hash ^ b & 0xff) * 0x100000001b3L;
    return hash;
  }

  /** The top 24 bits of SplitMix64's output for a state, as a double in [0, 1). */
  private static double uniform(long state) {
    long z = state * 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return ((z ^ z >>> 31) >>> 40) * 0x1p-24;
  }
}
