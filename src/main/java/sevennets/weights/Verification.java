package sevennets.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.ops.Parameter;

/**
 * A net held against its reference: the same generated weights and input through both.
 *
 * <p>The reference was computed in float64. Some nets magnify rounding so much that float32 alone,
 * ours as well as PyTorch's, departs by more than the tolerance. Such a net is computed in float64
 * too: there it must agree, and its float32 must be no worse than rounding explains.
 *
 * <pre>{@code
 * Verification found = Verification.of(reference, graph);
 * System.out.println(found.holds() + ", " + found.single());  // the largest difference of any output
 * }</pre>
 *
 * @param arch the architecture
 * @param single max |our logits - the reference's| / std(reference's logits[0] - logits[1]) in
 *     float32: measured against what the input changes, not against what it doesn't
 * @param exact the net in float64, where float32 exceeds the tolerance
 * @param counts where our count of parameters or multiply-adds is another, in words; empty if
 *     nowhere
 * @param stages each top-level part of the net beside the reference's, in the last type computed,
 *     for finding where it departs
 */
public record Verification(
    String arch, double single, Optional<Exact> exact, List<String> counts, List<Stage> stages) {

  /** The largest ratio at which a net counts as equal, in float32. */
  public static final double TOLERANCE = 1e-3;

  /**
   * The same in float64, unless the net magnifies even float64's rounding to more; the digits of a
   * reference file are the limit.
   */
  public static final double EXACT_TOLERANCE = 1e-6;

  /**
   * A layer's sums round more often than its numbers, which {@link Exact} tells of being moved
   * once; so many times that is allowed.
   */
  public static final double ROUNDING_MARGIN = 10;

  private static final int DRAWS = 8;

  /**
   * A net in float64.
   *
   * @param ratio as in float32
   * @param rounding the same ratio between our own outputs and those after the input's and the
   *     weights' numbers are moved by up to half a unit in their last place of float32: how much
   *     the net magnifies rounding
   * @param finerRounding the same for their last place of float64
   */
  public record Exact(double ratio, double rounding, double finerRounding) {

    /** At most float32's tolerance, and no more than rounding explains. */
    boolean holds(double single) {
      return ratio
              <= Math.min(TOLERANCE, Math.max(EXACT_TOLERANCE, ROUNDING_MARGIN * finerRounding))
          && single <= ROUNDING_MARGIN * rounding;
    }
  }

  /**
   * One part of the net, ours beside the reference's.
   *
   * @param reference what the reference's part gave
   * @param mean our mean |output| over all images; empty where the part is computed in one pass
   *     with the next
   * @param difference our mean |output(image 0) - output(image 1)|; empty likewise
   */
  public record Stage(
      Reference.Stage reference, Optional<Double> mean, Optional<Double> difference) {}

  /** Builds the graph's net, fills it, and runs the reference's input through it. */
  public static Verification of(Reference reference, Graph graph) {
    ReferenceRun run = ReferenceRun.of(reference, graph, DataType.FLOAT);
    double single = ratio(run.logits(), reference.logits(), reference);
    Optional<Exact> exact = Optional.empty();
    if (!(single <= TOLERANCE)) {
      run = ReferenceRun.of(reference, graph, DataType.DOUBLE);
      double ratio = ratio(run.logits(), reference.logits(), reference);
      exact = Optional.of(new Exact(
          ratio, magnified(run, 24, single, reference), magnified(run, 53, ratio, reference)));
    }
    return new Verification(
        reference.arch(), single, exact, counts(reference, graph), run.stages());
  }

  /**
   * How much the net magnifies rounding to so many binary places: the largest of a few draws, for a
   * gate may tip over in one and not in another; none more once {@code departure} is explained.
   */
  private static double magnified(
      ReferenceRun run, int places, double departure, Reference reference) {
    double largest = 0;
    for (int draw = 0; draw < DRAWS && departure > ROUNDING_MARGIN * largest; draw++)
      largest = Math.max(
          largest, ratio(run.logitsOfNumbersRoundedTo(places, draw), run.logits(), reference));
    return largest;
  }

  /** Whether outputs and counts are the reference's. */
  public boolean holds() { // false for NaN
    boolean outputs = exact.map(e -> e.holds(single)).orElse(single <= TOLERANCE);
    return outputs && counts.isEmpty();
  }

  /** The ratio that decides: in float32, or in float64 where that was needed. */
  public double ratio() {
    return exact.map(Exact::ratio).orElse(single);
  }

  /** max |ours - theirs| over what the images change in the reference's logits. */
  static double ratio(double[][] ours, double[][] theirs, Reference reference) {
    double worst = 0;
    for (int i = 0; i < theirs.length; i++)
      for (int j = 0; j < theirs[i].length; j++)
        worst = Math.max(worst, Math.abs(ours[i][j] - theirs[i][j])); // NaN stays
    double[][] logits = reference.logits();
    double[] difference = new double[logits[0].length];
    for (int j = 0; j < difference.length; j++) difference[j] = logits[0][j] - logits[1][j];
    return worst / deviation(difference);
  }

  private static double deviation(double[] values) {
    double mean = 0;
    for (double value : values) mean += value / values.length;
    double squares = 0;
    for (double value : values) squares += (value - mean) * (value - mean) / values.length;
    return Math.sqrt(squares);
  }

  private static List<String> counts(Reference reference, Graph graph) {
    long params = 0;
    long macs = 0;
    for (Step step : graph.inferenceSteps()) {
      params += step.parameters().stream()
          .filter(Parameter::learnable)
          .mapToLong(Parameter::size)
          .sum();
      // References count convolutions and linear layers, not the products within attention.
      if (!step.parameters().isEmpty()) macs += step.macs();
    }
    List<String> wrong = new ArrayList<>();
    if (params != reference.params())
      wrong.add("%,d parameters, the reference has %,d".formatted(params, reference.params()));
    if (macs != reference.macs())
      wrong.add("%,d multiply-adds, the reference has %,d".formatted(macs, reference.macs()));
    return wrong;
  }
}
