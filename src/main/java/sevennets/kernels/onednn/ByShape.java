package sevennets.kernels.onednn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Plans for the input shapes met most recently: a net sees a training batch, an evaluation batch
 * and their last, smaller ones. A plan that gives way is closed at once.
 */
final class ByShape<P> {
  static final int CAPACITY = 6;

  private record Held<P>(P plan, Natives natives) {}

  private final Map<List<Long>, Held<P>> plans = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<List<Long>, Held<P>> eldest) {
      if (size() <= CAPACITY) return false;
      eldest.getValue().natives.close();
      return true;
    }
  };
  private long[] lastKey;
  private P lastPlan;

  /** Within a plan, for kernels that it is made of, it is closed with that plan. */
  ByShape() {
    if (Natives.planning()) Natives.planned().add(this::close);
  }

  /** The plan for {@code key}, made by {@code maker} where there is none. */
  P get(long[] key, Supplier<P> maker) {
    if (!Arrays.equals(key, lastKey)) {
      lastPlan = plans.computeIfAbsent(boxed(key), k -> made(maker)).plan;
      lastKey = key.clone();
    }
    return lastPlan;
  }

  private void close() {
    plans.values().forEach(held -> held.natives.close());
    plans.clear();
    lastKey = null;
    lastPlan = null;
  }

  private static <P> Held<P> made(Supplier<P> maker) {
    Natives natives = Natives.open();
    return new Held<>(Natives.plan(natives, maker), natives);
  }

  private static List<Long> boxed(long[] key) {
    return Arrays.stream(key).boxed().toList();
  }
}
