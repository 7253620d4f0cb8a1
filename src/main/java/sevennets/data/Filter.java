package sevennets.data;

/**
 * How much a pixel counts for a new one, by the distance between their centres, in pixels.
 *
 * <pre>{@code
 * Image small = photo.resize(224, 224, Filter.BICUBIC);  // to the pixel as Pillow does
 * }</pre>
 */
public enum Filter {

  /** A triangle: linear between two neighbours. */
  BILINEAR(1) {
    @Override
    double weight(double distance) {
      return Math.max(0, 1 - Math.abs(distance));
    }

    @Override
    float limit(float value) {
      return value;
    }
  },

  /** The cubic convolution of Keys 1981 with a = -1/2, as Pillow's. */
  BICUBIC(2) {
    @Override
    double weight(double distance) {
      double x = Math.abs(distance);
      if (x < 1) {
        return (1.5 * x - 2.5) * x * x + 1;
      }
      return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
    }

    /**
     * Its negative lobes overshoot beside sharp edges; Pillow's bytes cut that off after each pass.
     */
    @Override
    float limit(float value) {
      return Math.max(0, Math.min(1, value));
    }
  };

  private final int radius;

  Filter(int radius) {
    this.radius = radius;
  }

  /** The distance in pixels from which on a pixel no longer counts. */
  int radius() {
    return radius;
  }

  abstract double weight(double distance);

  /** Brings a sum of weighted pixels back into [0, 1], if the filter can leave it. */
  abstract float limit(float value);
}
