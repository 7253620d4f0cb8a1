package sevennets.experiment;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A claim of a paper, put to the test.
 *
 * @param name by which {@link Ablations} and the command line know it
 * @param claim in one sentence
 * @param source where the paper makes it
 * @param heldEqual what is the same for all arms
 * @param measure what they are compared by
 * @param epochs passes over the sample of profile {@code quick}
 * @param arms the first is the one that the others are compared with, unless they name another
 * @param changes what precedes the name of a dataset whose images are changed, such as
 *     {@code distorted:}, or nothing
 */
public record Ablation(
    String name,
    String claim,
    Source source,
    String heldEqual,
    Measure measure,
    int epochs,
    List<Arm> arms,
    String changes) {

  /** On images as they are. */
  public Ablation(
      String name,
      String claim,
      Source source,
      String heldEqual,
      Measure measure,
      int epochs,
      List<Arm> arms) {
    this(name, claim, source, heldEqual, measure, epochs, arms, "");
  }

  /**
   * Where results are kept unless another place is named: in the project's folder of made things.
   */
  public static final Path STORE = Path.of(".lab", "ablations");

  public Ablation {
    arms = List.copyOf(arms);
    if (arms.size() < 2)
      throw new IllegalArgumentException(
          "an ablation compares at least two arms, received " + arms.size() + " in '" + name + "'");
    Set<String> names = new HashSet<>();
    for (Arm arm : arms) {
      if (!names.add(arm.name()))
        throw new IllegalArgumentException(
            "two arms of '" + name + "' are called '" + arm.name() + "'");
      if (!arm.twin().isEmpty() && !names.contains(arm.twin()))
        throw new IllegalArgumentException(
            "arm '%s' of '%s' is compared with '%s', which must be an arm before it"
                .formatted(arm.name(), name, arm.twin()));
    }
  }

  /** What a sweep may cost in a profile. */
  public Budget budget(String profile) {
    Budget plain = Budget.of(profile), budget = plain.withData(changes + plain.data());
    return profile.equals("quick") ? budget.withEpochs(epochs) : budget;
  }

  /**
   * The arm that this one is compared with: the one it names, else the first, which is compared
   * with none: itself.
   */
  Arm baseline(Arm arm) {
    return arms.stream().filter(a -> a.name().equals(arm.twin())).findFirst().orElse(arms.get(0));
  }

  /**
   * How much more than its baseline the paper measured for an arm; empty where it gives no figure
   * for one of the two.
   */
  OptionalDouble paperEffect(Arm arm) {
    return arm.paper().isPresent() && baseline(arm).paper().isPresent()
        ? OptionalDouble.of(arm.paper().getAsDouble() - baseline(arm).paper().getAsDouble())
        : OptionalDouble.empty();
  }

  /**
   * Which way the paper says that an arm differs from its baseline: by its figures, or in words.
   */
  Direction paperDirection(Arm arm) {
    OptionalDouble effect = paperEffect(arm);
    return effect.isPresent() ? Direction.of(effect.getAsDouble()) : arm.direction();
  }

  /** Trains all arms with all seeds, or what is still missing of them, and reports. */
  public Report run(Budget budget, Path store, Sweep.Listener listener) {
    return new Sweep(this, budget, new Store(store)).run(listener);
  }

  /**
   * The same in the project's own store, which {@code ./lab ablate} uses too: the notebook's two
   * lines.
   *
   * @param profile {@code smoke}, {@code quick} or {@code full}
   */
  public Report run(String profile, Sweep.Listener listener) {
    return run(budget(profile), Project.folder().resolve(STORE), listener);
  }

  /** What the store holds so far. */
  public Report report(Budget budget, Store store) {
    return new Report(this, budget, store.outcomes(this, budget));
  }
}
