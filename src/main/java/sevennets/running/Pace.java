package sevennets.running;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import sevennets.claims.Outcome;
import sevennets.running.Sweep.Run;

/**
 * How long a sweep will still take. A run counts with what its arm's finished runs took, so that
 * deep and shallow nets can stand side by side; and what other processes finish meanwhile counts
 * too.
 */
final class Pace {

  private final LongSupplier nanos;
  private final long start;
  private final Set<String> before = new HashSet<>();

  /**
   * @param before what was finished when the sweep began: it says what runs cost, but not how fast
   *     this sweep is
   */
  Pace(List<Outcome> before, LongSupplier nanos) {
    this.nanos = nanos;
    start = nanos.getAsLong();
    before.forEach(outcome -> this.before.add(run(outcome)));
  }

  /** Seconds until all runs are done; NaN as long as nothing has been finished. */
  double secondsLeft(List<Run> runs, List<Outcome> now) {
    Map<String, Double> costs = now.stream()
        .collect(Collectors.groupingBy(Outcome::arm, Collectors.averagingDouble(Outcome::seconds)));
    double mean =
        costs.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double all = runs.stream()
        .mapToDouble(run -> costs.getOrDefault(run.arm().name(), mean))
        .sum();
    double finished =
        now.stream().mapToDouble(outcome -> costs.get(outcome.arm())).sum();
    double here = now.stream()
        .filter(outcome -> !before.contains(run(outcome)))
        .mapToDouble(outcome -> costs.get(outcome.arm()))
        .sum();
    return here == 0 ? Double.NaN : (all - finished) / here * (nanos.getAsLong() - start) / 1e9;
  }

  private static String run(Outcome outcome) {
    return outcome.arm() + "/" + outcome.seed();
  }
}
