package sevennets.kernels.cudnn;

import java.util.List;

/**
 * The states that libnd4j's generator goes through in a step, so that dropout falls on the card as
 * it falls on the processor.
 */
final class Chance {
  /** With a seed, this gives the node state that {@code Random.setSeed} leaves. */
  private static final long FIRST = 0xFFFFFFFF_DEADBEEFL;

  private Chance() {}

  /**
   * {@code {root, node}} for each random step.
   *
   * @param seed of the step, as {@code Nd4j.getRandom().setSeed} gets it
   * @param draws how many numbers each random step draws, in order
   */
  static long[] states(long seed, List<Integer> draws) {
    long[] states = new long[2 * draws.size()];
    long node = seed ^ FIRST;
    for (int i = 0; i < draws.size(); i++) {
      states[2 * i] = seed;
      states[2 * i + 1] = node;
      node = after(node, draws.get(i));
    }
    return states;
  }

  private static long after(long node, long draws) {
    int s0 = (int) node, s1 = (int) (node >>> 32);
    s1 ^= s0;
    int low = Integer.rotateLeft(s0, 26) ^ s1 ^ (s1 << 9);
    int high = Integer.rotateLeft(s1, 13);
    long next = (long) high << 32 | low & 0xFFFFFFFFL;
    return next ^ draws ^ 0xDEADBEEFL;
  }
}
