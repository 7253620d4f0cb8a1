package sevennets.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One workload's outcome: every contender's timing.
 *
 * <pre>{@code
 * double share = run.gflops(run.ours()) / Machine.measure().gflops();  // of the machine's peak
 * }</pre>
 *
 * @param absent why a contender took no part, in a sentence
 */
public record Run(
    Workload workload, Map<Contender, Timing> timings, Map<Contender, String> absent) {

  Run(Workload workload, Map<Contender, Timing> timings) {
    this(workload, timings, Map.of());
  }

  public Optional<Timing> timing(Contender contender) {
    return Optional.ofNullable(timings.get(contender));
  }

  public Timing ours() {
    return timings.get(Contender.OURS);
  }

  /** PyTorch in whichever way is fastest here, compiled or not, in either format. */
  public Optional<Timing> bestPyTorch() {
    return best(Contender::isPyTorch);
  }

  /** The same of its compiler alone. */
  Optional<Timing> bestCompiled() {
    return best(contender -> contender.compile() != null);
  }

  private Optional<Timing> best(Predicate<Contender> of) {
    return timings.entrySet().stream()
        .filter(entry -> of.test(entry.getKey()))
        .map(Map.Entry::getValue)
        .max(Comparator.comparingDouble(Timing::median));
  }

  public Optional<Ratio> toPyTorch() {
    return bestPyTorch().map(peer -> Ratio.of(ours(), peer));
  }

  public Optional<Ratio> toStock() {
    return timing(Contender.STOCK).map(peer -> Ratio.of(ours(), peer));
  }

  /** Floating-point operations a second, in billions. */
  public double gflops(Timing timing) {
    return timing.median() * workload.flops() / 1e9;
  }
}
