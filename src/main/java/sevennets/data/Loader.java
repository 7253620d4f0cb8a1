package sevennets.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sevennets.files.DataException;

/**
 * Makes batches ahead of training, on threads of its own, so that the net never waits for images.
 *
 * <p>What a batch holds depends only on the dataset, the settings, the seed, the epoch and the
 * batch's number: not on the threads and not on what was loaded before. So a run that starts again
 * at (epoch, batch) sees what it would have seen.
 *
 * <p>A loader keeps {@value Prefetch#AHEAD} batches ready besides the one in use and uses their
 * memory again: after the first epoch it allocates none. One thread iterates at a time.
 *
 * <pre>{@code
 * Loader loader = Loader.training(data.train(), Augmentation.none(), normalisation, 128, 1).withMixup(0.2);
 * int steps = loader.batches();
 * }</pre>
 */
public final class Loader {
  private final BatchWriter writer;
  private final int batchSize;
  private final long seed;
  private final boolean training;
  private final SlotPool pool;

  private Loader(BatchWriter writer, int batchSize, long seed, boolean training) {
    if (batchSize < 1) {
      throw new IllegalArgumentException(
          "a batch must hold at least 1 image, received batch size " + batchSize);
    }
    if (writer.dataset().size() < 1) {
      throw new IllegalArgumentException(writer.dataset().name() + " has no images to load");
    }
    this.writer = writer;
    this.batchSize = batchSize;
    this.seed = seed;
    this.training = training;
    pool = new SlotPool(writer.dataset());
  }

  /**
   * Batches to learn from: shuffled anew each epoch, each image augmented, then normalised. Every
   * batch is full, so that a few stragglers do not weigh as much as a whole batch; the up to
   * {@code batchSize - 1} images left over differ from epoch to epoch. A dataset smaller than a
   * batch is one batch.
   *
   * @param seed the seed of the order and of every augmentation
   */
  public static Loader training(
      Dataset dataset,
      Augmentation augmentation,
      Normalisation normalisation,
      int batchSize,
      long seed) {
    return new Loader(
        BatchWriter.training(dataset, augmentation, normalisation), batchSize, seed, true);
  }

  /**
   * Batches to judge a net on: every image once, in the dataset's order, normalised; the last batch
   * may be smaller.
   */
  public static Loader evaluation(Dataset dataset, Normalisation normalisation, int batchSize) {
    return new Loader(BatchWriter.evaluation(dataset, normalisation), batchSize, 0, false);
  }

  /**
   * The same loader with softer labels: {@code share} of each label's weight is spread evenly over
   * all classes. Szegedy et al. 2015, arXiv:1512.00567, section 7: 0.1.
   */
  public Loader withLabelSmoothing(double share) {
    return new Loader(writer.withLabelSmoothing(share), batchSize, seed, training);
  }

  /**
   * The same loader, whose batches are blended in pairs by weights from Beta(alpha, alpha), labels
   * alike. Zhang et al. 2017, arXiv:1710.09412: alpha 0.2 for ImageNet, 1 for CIFAR-10.
   */
  public Loader withMixup(double alpha) {
    return new Loader(writer.withMixup(new Mixup(alpha)), batchSize, seed, training);
  }

  /** The number of batches in an epoch. */
  public int batches() {
    int size = writer.dataset().size();
    return training ? Math.max(1, size / batchSize) : (size + batchSize - 1) / batchSize;
  }

  /** The number of images in an epoch. */
  public int images() {
    int size = writer.dataset().size();
    return training ? Math.min(size, batches() * batchSize) : size;
  }

  /**
   * The batches of one epoch from batch {@code fromBatch} on. A batch is valid until the next one
   * is asked for.
   *
   * <p>The iteration throws {@link DataException} if an image cannot be read (the message names
   * it), and {@link java.util.concurrent.CancellationException}, with the thread's interrupt flag
   * set, if the thread is interrupted. It may be abandoned at any point; nothing needs to be
   * closed.
   *
   * @param epoch the number of the epoch, from 0
   * @param fromBatch the number of the first batch wanted, from 0; {@link #batches()} gives none
   */
  public Iterable<Batch> epoch(int epoch, int fromBatch) {
    if (epoch < 0 || fromBatch < 0 || fromBatch > batches()) {
      throw new IllegalArgumentException(
          "an epoch of %s has batches 0 to %d, received epoch %d from batch %d"
              .formatted(writer.dataset().name(), batches() - 1, epoch, fromBatch));
    }
    return () -> new Prefetch(
        writer, pool, new EpochPlan(seed, epoch, order(epoch), batchSize, batches()), fromBatch);
  }

  private int[] order(int epoch) {
    int[] inOrder = IntStream.range(0, writer.dataset().size()).toArray();
    return training
        ? Seeds.shuffled(inOrder, new SplittableRandom(Seeds.of(seed, epoch)))
        : inOrder;
  }
}
