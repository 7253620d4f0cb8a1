package sevennets.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How well a trained net tells images apart.
 *
 * <pre>{@code
 * Evaluation test = Evaluation.of(net, data.test(), normalisation, 250);
 * System.out.println(test.acc1() + " " + test.calibrationError());
 * }</pre>
 *
 * @param classes their names
 * @param confusion images of class {@code [i]} that were taken for class {@code [j]}
 * @param loss mean cross-entropy, in nats
 * @param acc1 share of the images whose class got the highest score, in [0, 1]
 * @param acc5 share of the images whose class is among the five highest, in [0, 1]
 * @param calibration the bins of confidence, lowest first
 */
public record Evaluation(
    List<String> classes,
    long[][] confusion,
    double loss,
    double acc1,
    double acc5,
    List<Bin> calibration) {

  /**
   * The images whose highest probability lies in one fifteenth of [0, 1].
   *
   * @param images how many
   * @param confidence the mean of their highest probability
   * @param accuracy the share of them that was right
   */
  public record Bin(long images, double confidence, double accuracy) {}

  private static final int BINS = 15;

  /**
   * Judges a net by every image of a dataset once, normalised as in training. Waits for a training
   * of the same net on another thread to end.
   */
  public static Evaluation of(
      ComputationGraph net, Dataset dataset, Normalisation normalisation, int batchSize) {
    return of(net, dataset, normalisation, batchSize, new BitSet());
  }

  /**
   * The same, image by image too.
   *
   * @param right gets a bit for each image that was taken for its own class, in the dataset's order
   */
  public static Evaluation of(
      ComputationGraph net,
      Dataset dataset,
      Normalisation normalisation,
      int batchSize,
      BitSet right) {
    // A training that was stopped a moment ago may still be at its last batch, on another thread:
    // this is what Trainer.fit holds.
    synchronized (net.getConfiguration()) {
      Optional<Scorer> card = Scorer.onCard(net);
      try {
        NetGradients classifier = new NetGradients(net);
        return judged(
            Loader.evaluation(dataset, normalisation, batchSize),
            dataset.classes(),
            images -> card.map(it -> it.scores(images)).orElseGet(() -> classifier.scores(images)),
            right);
      } finally {
        card.ifPresent(Scorer::close);
      }
    }
  }

  /**
   * How many classes come before the true one, by what a net says of one image: 0 if it is the
   * answer. Of equal scores the first class comes first, NaN comes last.
   *
   * @param scores one a class; probabilities will do
   */
  public static int rank(float[] scores, int trueClass) {
    return new Scores(scores, scores.length).rank(0, trueClass);
  }

  private static Evaluation judged(
      Loader loader, List<String> classes, Function<INDArray, Scores> net, BitSet right) {
    Judge judge = new Judge(classes.size(), right);
    for (Batch batch : loader.epoch(0, 0)) {
      judge.add(net.apply(batch.images()), batch.classes());
    }
    return judge.verdict(classes);
  }

  /** The number of images judged. */
  public long images() {
    return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
  }

  /**
   * The expected calibration error: how far confidence and accuracy lie apart, on average over the
   * images, in [0, 1]. Guo et al., arXiv:1706.04599, equation 3, with their 15 bins.
   */
  public double calibrationError() {
    return calibration.stream()
            .mapToDouble(bin -> bin.images() * Math.abs(bin.accuracy() - bin.confidence()))
            .sum()
        / images();
  }

  /** One row a class: {@code class, images, acc1, most_taken_for}. */
  public Table perClass() {
    StringColumn names = StringColumn.create("class");
    IntColumn images = IntColumn.create("images");
    DoubleColumn accuracy = DoubleColumn.create("acc1");
    StringColumn mistaken = StringColumn.create("most_taken_for");
    for (int i = 0; i < classes.size(); i++) {
      long all = Arrays.stream(confusion[i]).sum();
      names.append(classes.get(i));
      images.append((int) all);
      accuracy.append((double) confusion[i][i] / all);
      mistaken.append(commonestMistake(i));
    }
    return Table.create("per_class", names, images, accuracy, mistaken);
  }

  private String commonestMistake(int ofClass) {
    int worst = -1;
    for (int j = 0; j < classes.size(); j++) {
      boolean more = worst < 0 || confusion[ofClass][j] > confusion[ofClass][worst];
      worst = j != ofClass && confusion[ofClass][j] > 0 && more ? j : worst;
    }
    return worst < 0 ? "" : classes.get(worst);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "top-1 %.2f%%, top-5 %.2f%%, loss %.4f, calibration error %.2f%% on %,d images",
        100 * acc1,
        100 * acc5,
        loss,
        100 * calibrationError(),
        images());
  }

  /** Counts while the batches come. */
  private static final class Judge {
    private final Tally tally = new Tally();
    private final long[][] confusion;
    private final long[] images = new long[BINS];
    private final double[] confidence = new double[BINS];
    private final long[] right = new long[BINS];

    private final BitSet each;
    private int judged;

    Judge(int classes, BitSet each) {
      confusion = new long[classes][classes];
      this.each = each;
    }

    void add(Scores scores, int[] classes) {
      tally.add(scores.crossEntropy(classes), scores, classes);
      for (int i = 0; i < classes.length; i++) {
        int taken = scores.best(i);
        double probability = scores.probability(i, taken);
        int bin = Math.min(BINS - 1, (int) (probability * BINS));
        confusion[classes[i]][taken]++;
        images[bin]++;
        confidence[bin] += probability;
        right[bin] += taken == classes[i] ? 1 : 0;
        each.set(judged++, taken == classes[i]);
      }
    }

    Evaluation verdict(List<String> classes) {
      List<Bin> bins = new ArrayList<>();
      for (int i = 0; i < BINS; i++) {
        double count = Math.max(1, images[i]);
        bins.add(new Bin(images[i], confidence[i] / count, right[i] / count));
      }
      return new Evaluation(
          classes, confusion, tally.meanLoss(), tally.acc1(), tally.acc5(), List.copyOf(bins));
    }
  }
}
