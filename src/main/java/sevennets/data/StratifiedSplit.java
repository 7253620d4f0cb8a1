package sevennets.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import sevennets.files.DataException;

/**
 * Holds some images out so that each class keeps its share, and so do those without a label. The
 * same labels, count and seed always give the same split.
 *
 * @param rest the images that stay, in ascending order
 * @param heldOut the images that were held out, in ascending order
 */
record StratifiedSplit(int[] rest, int[] heldOut) {

  static StratifiedSplit of(Dataset dataset, int count, long seed) {
    return of(dataset, count, seed, false);
  }

  /**
   * As {@link #of}, but a class keeps its last image.
   *
   * @throws DataException if there are too few images for that
   */
  static StratifiedSplit holdOut(Dataset dataset, int count, long seed) {
    return of(dataset, count, seed, true);
  }

  private static StratifiedSplit of(Dataset dataset, int count, long seed, boolean keepOne) {
    int[] labels = IntStream.range(0, dataset.size()).map(dataset::label).toArray();
    if (count < 0 || count > labels.length) {
      throw new IllegalArgumentException("cannot hold %d of the %d images of %s out"
          .formatted(count, labels.length, dataset.name()));
    }
    List<int[]> members = IntStream.concat(
            IntStream.range(0, dataset.classes().size()), IntStream.of(Dataset.UNLABELLED))
        .mapToObj(
            c -> IntStream.range(0, labels.length).filter(i -> labels[i] == c).toArray())
        .toList();
    int[] quotas = quotas(members, count, labels.length);
    if (keepOne) {
      keepOne(members, quotas, dataset);
    }
    boolean[] held = new boolean[labels.length];
    for (int c = 0; c < quotas.length; c++) {
      int[] shuffled = Seeds.shuffled(members.get(c), new SplittableRandom(Seeds.of(seed, c)));
      for (int i = 0; i < quotas[c]; i++) {
        held[shuffled[i]] = true;
      }
    }
    return new StratifiedSplit(where(held, false), where(held, true));
  }

  /**
   * Each class's share rounded down; what is then missing goes to the largest remainders, one each.
   */
  private static int[] quotas(List<int[]> members, int count, int total) {
    int[] quotas = new int[members.size()];
    List<Integer> byRemainder = new ArrayList<>();
    for (int c = 0; c < quotas.length; c++) {
      quotas[c] = (int) ((long) members.get(c).length * count / Math.max(1, total));
      byRemainder.add(c);
    }
    byRemainder.sort(
        Comparator.comparing(c -> -((long) members.get(c).length * count % Math.max(1, total))));
    int missing = count - Arrays.stream(quotas).sum();
    for (int i = 0; i < missing; i++) {
      quotas[byRemainder.get(i)]++;
    }
    return quotas;
  }

  /** What a class would lose as its last image, the largest gives instead. */
  private static void keepOne(List<int[]> members, int[] quotas, Dataset dataset) {
    for (int c = 0; c < quotas.length; c++) {
      while (quotas[c] > 0 && quotas[c] >= members.get(c).length) {
        quotas[c]--;
        quotas[largest(members, quotas, dataset)]++;
      }
    }
  }

  private static int largest(List<int[]> members, int[] quotas, Dataset dataset) {
    int largest = 0;
    for (int c = 1; c < quotas.length; c++) {
      if (members.get(c).length - quotas[c] > members.get(largest).length - quotas[largest]) {
        largest = c;
      }
    }
    if (members.get(largest).length - quotas[largest] < 2) {
      throw tooFew(dataset);
    }
    return largest;
  }

  static DataException tooFew(Dataset dataset) {
    return new DataException(
        "%s has %,d images in %,d classes, too few to hold one out and keep one of each class to learn from; add images, or put those for validation and test into folders val and test beside train"
            .formatted(dataset.name(), dataset.size(), dataset.classes().size()));
  }

  private static int[] where(boolean[] held, boolean value) {
    return IntStream.range(0, held.length).filter(i -> held[i] == value).toArray();
  }
}
