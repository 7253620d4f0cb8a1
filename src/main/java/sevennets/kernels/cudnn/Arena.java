package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * One block of memory for all values of a pass, cut before the first: two areas share a place where
 * the last call that uses one comes before the first that uses the other.
 */
final class Arena {

  /** An area and the first and last call that use it. */
  record Life(Area area, int from, int to) {
    boolean meets(Life other) {
      return from <= other.to && other.from <= to;
    }
  }

  private Arena() {}

  /**
   * Gives every area its offset, the largest first, each at the lowest that is free in its time.
   *
   * @return how many bytes the block must have
   */
  static long plan(Collection<Life> lives) {
    List<Life> largestFirst = new ArrayList<>(lives);
    largestFirst.sort(
        Comparator.comparingLong((Life life) -> -life.area.bytes()).thenComparingInt(Life::from));
    List<Life> placed = new ArrayList<>();
    long end = 0;
    for (Life life : largestFirst) {
      life.area.offset = lowest(life, placed);
      placed.add(life);
      end = Math.max(end, life.area.offset + life.area.bytes());
    }
    return end;
  }

  private static long lowest(Life life, List<Life> placed) {
    List<Life> inTheWay = new ArrayList<>(placed.stream().filter(life::meets).toList());
    inTheWay.sort(Comparator.comparingLong(other -> other.area.offset));
    long at = 0;
    for (Life other : inTheWay) {
      if (at + life.area.bytes() <= other.area.offset) {
        break;
      }
      at = Math.max(at, other.area.offset + other.area.bytes());
    }
    return at;
  }
}
