package sevennets.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Times contenders in turn, a slice each, over and over, so that whatever else the machine does
 * falls on all alike. Before that all must give the same probabilities for the same images: else
 * they would not be the same net.
 */
final class Race {
  /** The largest difference between two contenders' probabilities that float32 explains. */
  private static final double TOLERANCE = 1e-3;

  private final Peers peers;
  private final List<Contender> contenders;
  private final int pairs;
  private final Pace pace;

  /** @param pairs how often each contender has its turn, at least once */
  Race(Peers peers, List<Contender> contenders, int pairs, Pace pace) {
    this.peers = peers;
    this.contenders = List.copyOf(contenders);
    this.pairs = pairs;
    this.pace = pace;
  }

  public Run run(Workload workload) {
    try (Assignment assignment = new Assignment(workload, peers.threads())) {
      List<Runner> runners = new ArrayList<>();
      try {
        for (Contender contender : contenders)
          runners.add(new Runner(contender, peers.start(contender), assignment));
        Map<Contender, String> absent = dismiss(runners);
        requireOneNet(runners);
        return new Run(workload, time(runners), absent);
      } finally {
        runners.forEach(Runner::close);
      }
    }
  }

  /** Sends away who can take no part here, and says why. */
  static Map<Contender, String> dismiss(List<Runner> runners) {
    Map<Contender, String> absent = new EnumMap<>(Contender.class);
    for (Runner runner : List.copyOf(runners)) {
      runner.obstacle().ifPresent(sentence -> {
        absent.put(runner.contender(), sentence);
        runners.remove(runner);
        runner.close();
      });
    }
    return absent;
  }

  private Map<Contender, Timing> time(List<Runner> runners) {
    runners.forEach(runner -> runner.warmUp(pace));
    for (int pair = 0; pair < pairs; pair++) runners.forEach(Runner::takeTurn);
    Map<Contender, Timing> timings = new EnumMap<>(Contender.class);
    runners.forEach(runner -> timings.put(runner.contender(), runner.timing()));
    return timings;
  }

  private static void requireOneNet(List<Runner> runners) {
    try {
      float[] expected = runners.get(0).probabilities();
      for (Runner runner : runners.subList(1, runners.size())) {
        double difference = largestDifference(expected, runner.probabilities());
        if (!(difference <= TOLERANCE))
          throw new IllegalStateException(
              "%s and %s do not compute the same net: their probabilities differ by up to %.2g"
                  .formatted(runners.get(0).contender(), runner.contender(), difference));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double largestDifference(float[] a, float[] b) {
    if (a.length != b.length) return Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = Math.abs(a[i] - b[i]);
      if (!(difference <= largest)) largest = difference;
    }
    return largest;
  }
}
