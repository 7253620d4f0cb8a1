package sevennets.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Holds some images out so that each class keeps its share, and so do those without a label. The
 * same labels, count and seed always give the same split.
 *
 * @param rest the images that stay, in ascending order
 * @param heldOut the images that were held out, in ascending order
 */
record StratifiedSplit(int[] rest, int[] heldOut) {

  static StratifiedSplit of(Dataset dataset, int count, long seed) {
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

  private static int[] where(boolean[] held, boolean value) {
    return IntStream.range(0, held.length).filter(i -> held[i] == value).toArray();
  }
}
