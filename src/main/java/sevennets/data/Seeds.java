package sevennets.data;

import java.util.random.RandomGenerator;

/** Seeds that depend on everything they are made of, and the shuffling that uses them. */
final class Seeds {
  private Seeds() {}

  /**
   * One seed from several numbers, in this order; near numbers give unrelated seeds (the finaliser
   * of MurmurHash3).
   */
  static long of(long... parts) {
    long seed = 0;
    for (long part : parts) {
      seed = mix(seed * 31 + part + 0x9e3779b97f4a7c15L);
    }
    return seed;
  }

  private static long mix(long z) {
    z = (z ^ z >>> 33) * 0xff51afd7ed558ccdL;
    z = (z ^ z >>> 33) * 0xc4ceb9fe1a85ec53L;
    return z ^ z >>> 33;
  }

  /** A copy in random order (Fisher and Yates). */
  static int[] shuffled(int[] values, RandomGenerator random) {
    int[] result = values.clone();
    for (int i = result.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int value = result[i];
      result[i] = result[j];
      result[j] = value;
    }
    return result;
  }
}
