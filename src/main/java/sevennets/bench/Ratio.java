package sevennets.bench;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How many times as fast as a peer we are.
 *
 * <pre>{@code
 * run.toStock().ifPresent(ratio -> System.out.println(ratio.ofMedians() + " times as fast"));
 * }</pre>
 *
 * @param ofMedians the ratio of the two medians
 * @param least the smallest ratio of two runs that followed each other
 * @param greatest the largest
 */
public record Ratio(double ofMedians, double least, double greatest) {

  static Ratio of(Timing ours, Timing peer) {
    return new Ratio(
        ours.median() / peer.median(),
        pairs(ours, peer).min().orElseThrow(),
        pairs(ours, peer).max().orElseThrow());
  }

  private static DoubleStream pairs(Timing ours, Timing peer) {
    return IntStream.range(0, ours.imagesPerSecond().size())
        .mapToDouble(i -> ours.imagesPerSecond().get(i) / peer.imagesPerSecond().get(i));
  }

  @Override
  public String toString() {
    return "%.2f (%.2f to %.2f)".formatted(ofMedians, least, greatest);
  }
}
