package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import sevennets.graph.Node;
import sevennets.ops.Conv;
import sevennets.ops.Pool;

/**
 * An Inception module: four branches that see 1x1, 3x3, 5x5 pixels and a pool, side by side.
 * Szegedy et al. 2014, arXiv:1409.4842, figure 2b.
 *
 * <pre>{@code
 * Inception module = GoogLeNet.paper().withFives(Inception.Fives.TWO_3X3).inception();
 * }</pre>
 *
 * @param unit what stands for a convolution
 * @param fives what the third branch does after its reduction
 * @param reductions which of the 1x1 convolutions that narrow a branch are there
 * @param without branches left out
 * @param attention what reweighs the module's output, or null (SENet, arXiv:1709.01507, figure 2)
 */
public record Inception(
    ConvUnit unit, Fives fives, Reductions reductions, Set<Branch> without, Attention attention) {

  /** Table 1's columns "#1x1", "#3x3", "#5x5" and "pool proj". */
  public enum Branch {
    ONES,
    THREES,
    FIVES,
    POOL
  }

  /**
   * A true 5x5; two 3x3 that see as much (Inception v2: arXiv:1512.00567, section 3.1); or the
   * single 3x3 of torchvision's checkpoint.
   */
  public enum Fives {
    ONE_5X5,
    TWO_3X3,
    ONE_3X3
  }

  /**
   * All; all but the pool's own, so that widths stay; or none: figure 2a's "naive version", whose
   * pools pass every channel on.
   */
  public enum Reductions {
    ALL,
    POOL_ONLY,
    NONE
  }

  /** The module of one line of Table 1, its widths in the table's order. */
  Node apply(Node x, int ones, int reduce3, int threes, int reduce5, int fives, int pool) {
    List<Node> branches = new ArrayList<>();
    if (!without.contains(Branch.ONES)) branches.add(unit.apply(x, "branch1", Conv.of(ones, 1)));
    if (!without.contains(Branch.THREES))
      branches.add(
          x.in("branch2", in -> unit.apply(reduced(in, reduce3), "1", Conv.of(threes, 3))));
    if (!without.contains(Branch.FIVES))
      branches.add(x.in("branch3", in -> fives(reduced(in, reduce5), fives)));
    if (!without.contains(Branch.POOL)) branches.add(x.in("branch4", in -> pooled(in, pool)));
    Node joined = joined(branches);
    return attention == null ? joined : joined.in(attention.scope(), attention::apply);
  }

  /** A branch that is left alone is the module's output itself. */
  private static Node joined(List<Node> branches) {
    Node first = branches.get(0);
    return branches.size() == 1
        ? first
        : first.concat("concat", branches.subList(1, branches.size()).toArray(Node[]::new));
  }

  private Node reduced(Node x, int filters) {
    return reductions == Reductions.ALL ? unit.apply(x, "0", Conv.of(filters, 1)) : x;
  }

  private Node fives(Node x, int filters) {
    return switch (fives) {
      case ONE_5X5 -> unit.apply(x, "1", Conv.of(filters, 5));
      case TWO_3X3 -> unit.apply(unit.apply(x, "1", Conv.of(filters, 3)), "2", Conv.of(filters, 3));
      case ONE_3X3 -> unit.apply(x, "1", Conv.of(filters, 3));
    };
  }

  private Node pooled(Node x, int filters) {
    Node pooled = x.then("0", Pool.max(3, 1, 1));
    return reductions == Reductions.NONE ? pooled : unit.apply(pooled, "1", Conv.of(filters, 1));
  }

  Inception withBatchNorm(boolean batchNorm) {
    return new Inception(new ConvUnit(batchNorm), fives, reductions, without, attention);
  }

  Inception with(Fives fives) {
    return new Inception(unit, fives, reductions, without, attention);
  }

  Inception with(Reductions reductions) {
    return new Inception(unit, fives, reductions, without, attention);
  }

  Inception without(Branch branch) {
    Set<Branch> fewer = new TreeSet<>(without);
    fewer.add(branch);
    if (fewer.size() == Branch.values().length)
      throw new IllegalArgumentException(
          "an Inception module needs at least one branch, received none of "
              + List.of(Branch.values()));
    return new Inception(unit, fives, reductions, Set.copyOf(fewer), attention);
  }

  Inception with(Attention attention) {
    return new Inception(unit, fives, reductions, without, attention);
  }
}
