package sevennets.kernels.onednn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Plans for the input shapes met most recently: a net sees a training batch, an evaluation batch
 * and their last, smaller ones.
 */
final class ByShape<P> {
  private static final int CAPACITY = 6;

  private final Map<List<Long>, P> plans = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<List<Long>, P> eldest) {
      return size() > CAPACITY;
    }
  };
  private long[] lastKey;
  private P lastPlan;

  /** The plan for {@code key}, made by {@code maker} where there is none. */
  P get(long[] key, Supplier<P> maker) {
    if (!Arrays.equals(key, lastKey)) {
      lastPlan = plans.computeIfAbsent(Arrays.stream(key).boxed().toList(), k -> maker.get());
      lastKey = key.clone();
    }
    return lastPlan;
  }
}
