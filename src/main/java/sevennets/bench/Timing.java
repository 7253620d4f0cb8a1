package sevennets.bench;

import java.util.List;

/**
 * How fast one contender was.
 *
 * @param imagesPerSecond one figure a pair, in order
 * @param peakBytes most resident memory while it ran; 0 if unknown
 */
public record Timing(List<Double> imagesPerSecond, long peakBytes) {

  public double median() {
    List<Double> sorted = imagesPerSecond.stream().sorted().toList();
    int n = sorted.size();
    return (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }
}
