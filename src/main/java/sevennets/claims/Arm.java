package sevennets.claims;

import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import sevennets.models.Architecture;
import sevennets.train.Recipe;

/**
 * One side of a comparison: a net, and what is changed in the recipe that all arms share.
 *
 * <pre>{@code
 * Arm plain = Arm.of("plain-20", ResNet.cifar(20).plain());
 * Arm warmer = plain.recipe(recipe -> recipe.withBatchSize(256));
 * }</pre>
 *
 * @param name short, for tables and folders: lower-case letters, digits, dots and dashes
 * @param net the architecture with its switch turned
 * @param size side of the square input images, in pixels
 * @param recipe applied to the shared recipe
 * @param paper the paper's figure for this arm, in the unit of the ablation's measure, or empty
 *     where it gives none
 * @param group the arms that stand together on one side of a contrast; by default the arm alone
 */
public record Arm(
    String name,
    Architecture net,
    int size,
    UnaryOperator<Recipe> recipe,
    OptionalDouble paper,
    String group) {

  private static final int SMALL = 32;

  public Arm {
    if (!name.matches("[a-z0-9][a-z0-9.-]*"))
      throw new IllegalArgumentException(
          "an arm's name is lower-case letters, digits, dots and dashes, received '" + name + "'");
  }

  /** An arm on 32 x 32 images with the shared recipe, for which the paper gives no figure. */
  public static Arm of(String name, Architecture net) {
    return new Arm(name, net, SMALL, UnaryOperator.identity(), OptionalDouble.empty(), name);
  }

  /** With the paper's figure. */
  public Arm paper(double value) {
    return new Arm(name, net, size, recipe, OptionalDouble.of(value), group);
  }

  /** As one of a group, which contrasts name. */
  public Arm in(String group) {
    return new Arm(name, net, size, recipe, paper, group);
  }

  /** On square images of another side, in pixels. */
  public Arm size(int size) {
    return new Arm(name, net, size, recipe, paper, group);
  }

  /** With a change of the shared recipe. */
  public Arm recipe(UnaryOperator<Recipe> change) {
    return new Arm(name, net, size, change, paper, group);
  }

  /** Under another name. */
  Arm named(String name) {
    return new Arm(name, net, size, recipe, paper, group);
  }
}
