package sevennets.bench;

import java.util.Map;
import java.util.Optional;

/** One workload's outcome: every contender's timing. */
public record Run(Workload workload, Map<Contender, Timing> timings) {

  public Optional<Timing> timing(Contender contender) {
    return Optional.ofNullable(timings.get(contender));
  }

  public Timing ours() {
    return timings.get(Contender.OURS);
  }

  /** PyTorch in whichever of its two formats is faster. */
  public Optional<Timing> bestPyTorch() {
    return timing(Contender.PYTORCH)
        .flatMap(standard -> timing(Contender.PYTORCH_CHANNELS_LAST)
            .map(channelsLast ->
                channelsLast.median() > standard.median() ? channelsLast : standard));
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
