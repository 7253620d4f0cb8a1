package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sevennets.kernels.cudnn.Plan.Step;

/**
 * Joins steps that a card does in one pass over memory: a function to the convolution with bias,
 * dense layer, batch norm or sum before it, and a sum to the batch norm before it, wherever nothing
 * else reads the value between them.
 */
final class Fusion {
  private static final Set<String> TAKES_FUNCTION = Set.of("conv", "dense", "norm", "add");
  /** Functions whose derivative follows from their output. */
  private static final Set<Integer> BY_OUTPUT = Set.of(Ways.IDENTITY, Ways.RELU, Ways.RELU6);

  private Fusion() {}

  static Plan of(Plan plan) {
    Plan joined = join(plan, Fusion::withFunction);
    joined = join(joined, Fusion::withSum);
    return join(joined, Fusion::withFunction);
  }

  private interface Rule {
    /**
     * The two as one, or null where they can't be joined; {@code before} gives what {@code step}
     * reads.
     */
    Step join(Plan plan, Step before, Step step);
  }

  private static Plan join(Plan plan, Rule rule) {
    List<Step> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      Step joined = null;
      for (int i = steps.size() - 1; i >= 0 && joined == null; i--) {
        Step before = steps.get(i);
        if (step.inputs().contains(before.output()) && plan.readers(before.output()) == 1) {
          joined = rule.join(plan, before, step);
          if (joined != null) {
            steps.remove(i);
          }
        }
      }
      // Where the later of the two stood, everything that either reads is there.
      steps.add(joined == null ? step : joined);
    }
    return new Plan(plan.name(), plan.values(), steps, plan.heads(), plan.weights());
  }

  private static Step withFunction(Plan plan, Step before, Step step) {
    boolean takes = TAKES_FUNCTION.contains(before.op()) && before.whole("fn") == Ways.IDENTITY;
    if (!step.op().equals("activation") || !takes || !reckoned(before, step.whole("fn"))) {
      return null;
    }
    return before.with("fn", step.whole("fn")).to(step.output());
  }

  /** Whether the function's derivative can still be had in the backward pass. */
  private static boolean reckoned(Step before, int fn) {
    return switch (before.op()) {
      case "conv" -> before.parameters().containsKey("b");
      case "norm" -> before.inputs().size() == 1 || BY_OUTPUT.contains(fn);
      case "add" -> before.inputs().size() == 2 && BY_OUTPUT.contains(fn);
      default -> before.parameters().containsKey("b");
    };
  }

  private static Step withSum(Plan plan, Step before, Step step) {
    boolean joins = before.op().equals("norm")
        && before.inputs().size() == 1
        && before.whole("fn") == Ways.IDENTITY
        && step.op().equals("add")
        && step.inputs().size() == 2
        && !step.inputs().get(0).equals(step.inputs().get(1))
        && BY_OUTPUT.contains(step.whole("fn"));
    if (!joins) {
      return null;
    }
    int other = step.inputs().get(0) == before.output()
        ? step.inputs().get(1)
        : step.inputs().get(0);
    return before
        .with("fn", step.whole("fn"))
        .from(List.of(before.input(), other))
        .to(step.output());
  }
}
