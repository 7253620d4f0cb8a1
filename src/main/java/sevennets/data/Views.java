package sevennets.data;

/**
 * Every image of a dataset several times, as the papers test: its views follow one another.
 * {@code Predictions.averaged} takes the mean of what a net says of them.
 *
 * <pre>{@code
 * Views views = new Mirrors(data.test());
 * int original = views.origin(7);  // of the view 7: image 3
 * }</pre>
 */
public interface Views extends Derived {
  /** How many of each image. */
  int each();

  @Override
  default int size() {
    return Math.multiplyExact(whole().size(), each());
  }

  @Override
  default int origin(int index) {
    return index / each();
  }

  /** Which of its image's views, from 0. */
  default int view(int index) {
    return index % each();
  }
}
