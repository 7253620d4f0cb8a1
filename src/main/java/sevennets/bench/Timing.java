package sevennets.bench;

import java.util.List;

/**
 * How fast one contender was.
 *
 * <pre>{@code
 * double perSecond = run.ours().median();
 * long most = run.ours().peakBytes();
 * }</pre>
 *
 * @param imagesPerSecond one figure a pair, in order
 * @param peakBytes most resident memory while it ran; 0 if unknown
 * @param compileSeconds what compiling took before, none of which is in the figures; 0 if nothing
 *     is compiled ahead
 */
public record Timing(List<Double> imagesPerSecond, long peakBytes, double compileSeconds) {

  Timing(List<Double> imagesPerSecond, long peakBytes) {
    this(imagesPerSecond, peakBytes, 0);
  }

  public double median() {
    List<Double> sorted = imagesPerSecond.stream().sorted().toList();
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }
}
