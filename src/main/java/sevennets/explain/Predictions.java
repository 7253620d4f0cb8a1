package sevennets.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import sevennets.data.Views;

/**
 * What a net says of every image of a dataset.
 *
 * <pre>{@code
 * Predictions answers = Predictions.of(lens, data.test(), normalisation);
 * int surestMistake = answers.mistakes()[0];
 * }</pre>
 */
public final class Predictions {
  private static final int BATCH = 250;

  private final int classes;
  private final int[] predicted;
  private final int[] truth;
  private final double[] confidence;

  private Predictions(Dataset dataset, int each) {
    int images = dataset.size() / each;
    classes = dataset.classes().size();
    predicted = new int[images];
    truth = new int[images];
    confidence = new double[images];
  }

  /** Asks the net; 10,000 images of 32 x 32 pixels take a small net a few seconds. */
  public static Predictions of(Lens lens, Dataset dataset, Normalisation normalisation) {
    return of(lens, dataset, 1, normalisation);
  }

  /**
   * Asks the net of all views of each image, and takes the mean of the probabilities that it gives
   * them.
   */
  public static Predictions averaged(Lens lens, Views views, Normalisation normalisation) {
    return of(lens, views, views.each(), normalisation);
  }

  private static Predictions of(Lens lens, Dataset dataset, int each, Normalisation normalisation) {
    Predictions predictions = new Predictions(dataset, each);
    int done = 0;
    for (Batch batch :
        Loader.evaluation(dataset, normalisation, BATCH / each * each).epoch(0, 0)) {
      INDArray ofViews = lens.probabilities(batch.images());
      INDArray probabilities =
          ofViews.reshape(batch.size() / each, each, ofViews.size(1)).mean(1);
      int[] best = probabilities.argMax(1).toIntVector();
      for (int n = 0; n < best.length; n++, done++) {
        predictions.predicted[done] = best[n];
        predictions.truth[done] = batch.classes()[n * each];
        predictions.confidence[done] = probabilities.getDouble(n, best[n]);
      }
    }
    return predictions;
  }

  /** The share of images whose most probable class is the true one, in [0, 1]. */
  public double accuracy() {
    return (double) IntStream.range(0, truth.length)
            .filter(i -> predicted[i] == truth[i])
            .count()
        / truth.length;
  }

  /** How often which class was taken for which: {@code [truth][prediction]}. */
  public int[][] confusions() {
    int[][] counts = new int[classes][classes];
    for (int i = 0; i < truth.length; i++) {
      counts[truth[i]][predicted[i]]++;
    }
    return counts;
  }

  /** The images that the net is wrong about, those that it is surest of first. */
  public int[] mistakes() {
    return IntStream.range(0, truth.length)
        .filter(i -> predicted[i] != truth[i])
        .boxed()
        .sorted(Comparator.comparing(i -> -confidence[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The predicted classes of some of the images. */
  public int[] predicted(int... indices) {
    return Arrays.stream(indices).map(i -> predicted[i]).toArray();
  }

  /** The true classes of some of the images. */
  public int[] truth(int... indices) {
    return Arrays.stream(indices).map(i -> truth[i]).toArray();
  }
}
