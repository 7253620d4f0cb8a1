package sevennets.data;

/**
 * Every image of a dataset several times, as the papers test: those of image {@code i} are {@code i * each()} and what
 * follows up to the next image's. {@code Predictions.averaged} takes the mean of what a net says of them.
 */
public interface Views extends Dataset {
  /** How many of each image. */
  int each();
}
