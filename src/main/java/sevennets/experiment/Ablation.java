package sevennets.experiment;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A claim of a paper, put to the test.
 *
 * @param name      by which {@link Ablations} and the command line know it
 * @param claim     in one sentence
 * @param source    where the paper makes it
 * @param heldEqual what is the same for all arms
 * @param measure   what they are compared by
 * @param epochs    passes over the sample of profile {@code quick}
 * @param arms      the first is the one that the others are compared with
 */
public record Ablation(String name, String claim, Source source, String heldEqual, Measure measure, int epochs, List<Arm> arms) {

  public Ablation {
    arms = List.copyOf(arms);
    if (arms.size() < 2) throw new IllegalArgumentException("an ablation compares at least two arms, received " + arms.size() + " in '" + name + "'");
    if (arms.stream().map(Arm::name).distinct().count() < arms.size())
      throw new IllegalArgumentException("two arms of '" + name + "' have one name");
  }

  /** What a sweep may cost in a profile. */
  public Budget budget(String profile) {
    Budget budget = Budget.of(profile);
    return profile.equals("quick") ? budget.withEpochs(epochs) : budget;
  }

  /** The arm that the others are compared with. */
  public Arm baseline() {
    return arms.get(0);
  }

  /** How much more than the baseline the paper measured for an arm; empty where it gives no figure for one of the two. */
  OptionalDouble paperEffect(Arm arm) {
    return arm.paper().isPresent() && baseline().paper().isPresent()
        ? OptionalDouble.of(arm.paper().getAsDouble() - baseline().paper().getAsDouble())
        : OptionalDouble.empty();
  }

  /** Trains all arms with all seeds, or what is still missing of them, and reports: the notebook's two lines. */
  public Report run(Budget budget, Path store, Sweep.Listener listener) {
    Store results = new Store(store);
    new Sweep(this, budget, results).run(listener);
    return report(budget, results);
  }

  /** What the store holds so far. */
  public Report report(Budget budget, Store store) {
    return new Report(this, budget, store.outcomes(this, budget));
  }
}
