package sevennets.claims;

import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A search for each arm's learning rate before the runs that count: every arm gets the same number
 * of trials, on other seeds, and is judged by its validation images.
 *
 * <pre>{@code
 * Tuning search = Tuning.grid(0.1, 0.3, 1, 3).withSeeds(2);
 * int runs = search.trials() * Ablations.get("alexnet-relu").arms().size();
 * }</pre>
 *
 * @param factors what each arm's own rate is multiplied by, one trial each
 * @param seeds of each trial, from 1 on; runs that count have others
 */
public record Tuning(List<Double> factors, int seeds) {

  public Tuning {
    factors = List.copyOf(factors);
    if (factors.size() < 2 || factors.stream().anyMatch(f -> !(f > 0)) || seeds < 1)
      throw new IllegalArgumentException(
          "tuning tries at least 2 factors above 0 on at least 1 seed, received " + factors + " on "
              + seeds + " seeds");
  }

  /** A grid of factors, one seed each. */
  public static Tuning grid(double... factors) {
    return new Tuning(DoubleStream.of(factors).boxed().toList(), 1);
  }

  public Tuning withSeeds(int seeds) {
    return new Tuning(factors, seeds);
  }

  /** Trials of one arm. */
  public int trials() {
    return factors.size() * seeds;
  }

  /** The arm with its rate multiplied: {@code relu.rate-0.5}. */
  public Arm trial(Arm arm, double factor) {
    return chosen(arm, factor).named(arm.name() + ".rate-" + factor);
  }

  /** The arm as it is run when a factor has won. */
  public Arm chosen(Arm arm, double factor) {
    return arm.recipe(recipe ->
        arm.recipe().apply(recipe).withRate(factor * arm.recipe().apply(recipe).rate()));
  }

  @Override
  public String toString() {
    return "%d trials of each arm: its learning rate times %s, %d seed%s each"
        .formatted(trials(), factors, seeds, seeds == 1 ? "" : "s");
  }
}
