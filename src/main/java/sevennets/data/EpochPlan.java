package sevennets.data;

import java.util.SplittableRandom;

/**
 * Which examples make which batch of an epoch, and the seed of everything that chance does to them.
 *
 * @param order the dataset's indexes in this epoch's order
 */
record EpochPlan(long seed, int epoch, int[] order, int batchSize, int batches) {
  /** The number of examples in a batch; only the last can be smaller. */
  int size(int batch) {
    return Math.min(batchSize, order.length - batch * batchSize);
  }

  /** The dataset's index of one example. */
  int index(int batch, int position) {
    return order[batch * batchSize + position];
  }

  /**
   * The generator for one example, the same in whichever batch and on whichever thread it is read.
   */
  SplittableRandom exampleRandom(int index) {
    return new SplittableRandom(Seeds.of(seed, epoch, index));
  }

  /** The generator for what is drawn once a batch. */
  SplittableRandom batchRandom(int batch) {
    // Negative, so that no batch shares its generator with an example.
    return new SplittableRandom(Seeds.of(seed, epoch, -1 - batch));
  }
}
