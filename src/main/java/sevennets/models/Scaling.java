package sevennets.models;

/**
 * How much larger than B0 an EfficientNet is. Tan and Le 2019, arXiv:1905.11946: equations 2 and 3.
 *
 * <pre>{@code
 * int pixels = Scaling.b(3).pixels(224);  // 300
 * EfficientNet deeper = EfficientNet.b0().withScaling(Scaling.depth(2));
 * }</pre>
 *
 * @param width multiplies the channels
 * @param depth multiplies the layers of each stage
 * @param resolution multiplies the height and width of the images, 224 at 1
 */
public record Scaling(double width, double depth, double resolution) {

  /**
   * Section 3.3: depth, width and resolution of phi = 1; alpha times beta squared times gamma
   * squared is about 2.
   */
  private static final double ALPHA = 1.2, BETA = 1.1, GAMMA = 1.15;

  /**
   * Width, depth and image size of B0 to B7: the authors' code, which rounded equation 3's by hand.
   */
  private static final double[][] RELEASED = {
    {1.0, 1.0, 224},
    {1.0, 1.1, 240},
    {1.1, 1.2, 260},
    {1.2, 1.4, 300},
    {1.4, 1.8, 380},
    {1.6, 2.2, 456},
    {1.8, 2.6, 528},
    {2.0, 3.1, 600}
  };

  public static final Scaling NONE = new Scaling(1, 1, 1);

  /** The released B0 to B7. */
  public static Scaling b(int number) {
    if (number < 0 || number >= RELEASED.length)
      throw new IllegalArgumentException("the released EfficientNets are B0 to B"
          + (RELEASED.length - 1) + ", received B" + number);
    double[] row = RELEASED[number];
    return new Scaling(row[0], row[1], row[2] / 224);
  }

  /** Equation 3: all three at once, about 2^phi times the cost. */
  public static Scaling compound(double phi) {
    return new Scaling(Math.pow(BETA, phi), Math.pow(ALPHA, phi), Math.pow(GAMMA, phi));
  }

  public static Scaling width(double times) {
    return new Scaling(times, 1, 1);
  }

  public static Scaling depth(double times) {
    return new Scaling(1, times, 1);
  }

  public static Scaling resolution(double times) {
    return new Scaling(1, 1, times);
  }

  /**
   * Scaled channels: the nearest multiple of 8, but never below 90 percent of what was asked for.
   */
  int channels(int base) {
    double asked = base * width;
    int rounded = Math.max(8, (int) (asked + 4) / 8 * 8);
    return rounded < 0.9 * asked ? rounded + 8 : rounded;
  }

  /** Scaled layers, rounded up. */
  int layers(int base) {
    return (int) Math.ceil(base * depth);
  }

  /** Scaled height or width of an image that has {@code base} pixels at a resolution of 1. */
  public int pixels(int base) {
    return (int) Math.round(base * resolution);
  }
}
