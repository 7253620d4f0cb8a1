package sevennets.claims;

import java.util.List;
import java.util.stream.Stream;
import sevennets.names.Nearest;
import sevennets.train.Optimizer;
import sevennets.train.Recipe;
import sevennets.train.Schedule;

/**
 * Every ablation by name: one explicit list, family by family.
 *
 * <pre>{@code
 * for (Ablation claim : Ablations.all()) System.out.println(claim.name() + ": " + claim.claim());
 * }</pre>
 */
public final class Ablations {

  static final String SAME =
      "Data, their order and augmentation seed by seed, epochs, batch size, optimizer and schedule.";

  static final String BY_ADAM = SAME + " Adam for all arms.";

  private static final List<Ablation> ALL = Stream.of(
          AlexNetAblations.all(),
          VggAblations.all(),
          GoogLeNetAblations.all(),
          ResNetAblations.all(),
          DenseNetAblations.all(),
          SeNetAblations.all(),
          EfficientNetAblations.all(),
          BranchAblations.all(),
          RoadAblations.all())
      .flatMap(List::stream)
      .toList();

  private Ablations() {}

  public static List<Ablation> all() {
    return ALL;
  }

  /**
   * The ablation of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names most like it
   */
  public static Ablation get(String name) {
    return ALL.stream()
        .filter(a -> a.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "no ablation is called '" + name + "'; the nearest names are "
                + Nearest.three(ALL.stream().map(Ablation::name).toList(), name)));
  }

  /**
   * A tenth of the learning rate: nets without batch norm diverge at the rate that suits those with
   * it.
   */
  static Recipe gently(Recipe recipe) {
    return recipe.withLearningRate(recipe.learningRate().times(0.1));
  }

  /** For nets that learn little by plain descent in a few epochs. */
  static Recipe adam(Recipe recipe) {
    return recipe
        .withOptimizer(Optimizer.adam(0.9, 0.98, 1e-6))
        .withLearningRate(Schedule.oneCycle(2e-3, recipe.epochs()))
        .withRegularisation(recipe.regularisation().withClipping(1));
  }
}
