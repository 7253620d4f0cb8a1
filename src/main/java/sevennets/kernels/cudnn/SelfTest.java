package sevennets.kernels.cudnn;

import java.io.IOException;
import java.io.Reader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether a card computes what the processor computed: nets are read from files, with the
 * processor's numbers beside them. It needs neither Deeplearning4j nor data.
 */
final class SelfTest {
  /** Of the loss, relative: issueing float32 in another order may not cost more. */
  private static final double LOSS = 1e-4;

  private static final double GRADIENT = 2e-3;

  private final Device device;
  private int failures;

  SelfTest(Device device) {
    this.device = device;
  }

  int failures() {
    return failures;
  }

  static Plan plan(Path folder, String name) throws IOException {
    try (Reader reader = Files.newBufferedReader(folder.resolve(name + ".plan"))) {
      return Plan.read(reader);
    }
  }

  static Expected expected(Path folder, String name) throws IOException {
    try (Reader reader = Files.newBufferedReader(folder.resolve(name + ".expected"))) {
      return Expected.read(reader);
    }
  }

  /** The names of the nets in a folder. */
  static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".plan"))
          .map(name -> name.substring(0, name.length() - ".plan".length()))
          .sorted()
          .toList();
    }
  }

  static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
    System.out.flush();
  }

  /**
   * One and many steps against the processor's numbers; with a second run, whether the bits repeat.
   */
  void parity(Plan plan, Expected expected, double tolerance) {
    Example example = new Example(plan, expected.batch());
    double first, scores;
    Map.Entry<String, Double> worst;
    try (Trial trial = new Trial(device, example, Rule.nesterov(0.9, 0, Set.of("W")))) {
      trial.train(1);
      first = off(trial.losses.get(0), expected.losses().get(0));
      worst = worst(Expected.sketches(plan, trial.net.pullGradient()), expected.gradient());
      scores = Expected.Sketch.of(trial.scores(0)).off(expected.scores());
    }
    int steps = expected.losses().size();
    float[][] weights = new float[2][];
    double last = 0, furthest = 0;
    long bytes = 0;
    for (int run = 0; run < 2; run++) {
      try (Trial trial = new Trial(device, example, Rule.nesterov(0.9, 5e-4, Set.of("W")))) {
        trial.train(steps);
        weights[run] = trial.net.pull();
        last = off(trial.losses.get(steps - 1), expected.losses().get(steps - 1));
        for (int i = 0; i < steps; i++) {
          furthest =
              Math.max(furthest, off(trial.losses.get(i), expected.losses().get(i)));
        }
        bytes = trial.net.plannedBytes();
      }
    }
    Map.Entry<String, Double> moved =
        worst(Expected.sketches(plan, weights[0]), expected.weights());
    boolean repeats = Arrays.equals(weights[0], weights[1]);
    boolean fine = first < LOSS * tolerance
        && last < LOSS * tolerance
        && worst.getValue() < GRADIENT * tolerance
        && scores < GRADIENT * tolerance
        && repeats;
    failures += fine ? 0 : 1;
    say(
        "%-22s %s loss off %.1e, after %d %.1e (most %.1e); gradient %.1e (%s); weights %.1e (%s); scores %.1e; %s; %.0f MB",
        plan.name(),
        fine ? "agrees " : "DIFFERS",
        first,
        steps,
        last,
        furthest,
        worst.getValue(),
        worst.getKey(),
        moved.getValue(),
        moved.getKey(),
        scores,
        repeats ? "same bits twice" : "BITS DIFFER",
        bytes / 1e6);
  }

  private static double off(double mine, double expected) {
    double off = Math.abs(mine - expected) / Math.abs(expected);
    return Double.isNaN(off) ? Double.POSITIVE_INFINITY : off;
  }

  private static Map.Entry<String, Double> worst(
      Map<String, Expected.Sketch> mine, Map<String, Expected.Sketch> expected) {
    double largest =
        expected.values().stream().mapToDouble(Expected.Sketch::norm).max().orElse(1);
    Map.Entry<String, Double> worst = Map.entry("all", 0.0);
    for (Map.Entry<String, Expected.Sketch> entry : expected.entrySet()) {
      double off = mine.get(entry.getKey()).off(entry.getValue());
      // A gradient of nothing but rounding (a bias before a batch norm) has no direction.
      boolean rounding = entry.getValue().norm() < 1e-5 * largest;
      if (!rounding && !(off <= worst.getValue())) {
        worst = Map.entry(entry.getKey(), Double.isNaN(off) ? Double.POSITIVE_INFINITY : off);
      }
    }
    return worst;
  }

  /**
   * Images a second over so many steps, batches sent while the one before computes, as in training.
   */
  double speed(Plan plan, int batch, double seconds) {
    Example example = new Example(plan, batch);
    try (CardNet net = new CardNet(device, plan, Rule.nesterov(0.9, 5e-4, Set.of("W")))) {
      net.push(example.weights());
      for (int slot = 0; slot < CardNet.SLOTS; slot++) {
        fill(net.images(batch, slot), example.images(0));
        fill(net.labels(batch, slot), example.labels(0));
      }
      steps(net, batch, 0, 6);
      int steps = 20;
      double took = steps(net, batch, 6, steps);
      steps = (int) Math.max(10, Math.min(20_000, seconds * steps / took));
      took = steps(net, batch, 26, steps);
      return steps * (double) batch / took;
    }
  }

  private static void fill(FloatBuffer to, float[] from) {
    to.put(from);
  }

  /** Seconds that so many steps take. */
  private static double steps(CardNet net, int batch, int from, int steps) {
    long start = System.nanoTime();
    net.send(batch, from % CardNet.SLOTS);
    for (int i = from; i < from + steps; i++) {
      int slot = i % CardNet.SLOTS;
      net.begin(batch, slot, 1e-3, Example.chance(i), i);
      if (i + 1 < from + steps) {
        net.send(batch, (i + 1) % CardNet.SLOTS);
      }
      net.finish(batch, slot);
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Where a step's time goes: microseconds on the card by kind of call, each launched alone. */
  void profile(CudaDevice card, Plan plan, int batch) {
    try (CardNet net = new CardNet(card, plan, Rule.nesterov(0.9, 5e-4, Set.of("W")))) {
      Example example = new Example(plan, batch);
      net.push(example.weights());
      fill(net.images(batch, 0), example.images(0));
      fill(net.labels(batch, 0), example.labels(0));
      net.send(batch, 0);
      net.begin(batch, 0, 1e-3, 1, 0);
      net.finish(batch, 0);
      Map<String, double[]> spent = new TreeMap<>();
      double all = 0;
      for (Call call : net.calls(batch)) {
        Runnable ready = card.prepare(call);
        ready.run();
        double took = card.microseconds(ready, 5);
        all += took;
        double[] sum = spent.computeIfAbsent(kind(call), k -> new double[2]);
        sum[0] += took;
        sum[1]++;
      }
      say("%s at batch %d: %.0f us in all calls, each launched alone", plan.name(), batch, all);
      spent.entrySet().stream()
          .sorted((a, b) -> Double.compare(b.getValue()[0], a.getValue()[0]))
          .limit(14)
          .forEach(e ->
              say("  %-70s %3.0f calls %8.0f us", e.getKey(), e.getValue()[1], e.getValue()[0]));
    }
  }

  private static String kind(Call call) {
    if (call instanceof Call.Launch launch) {
      return launch.kernel();
    }
    if (call instanceof Call.Convolution c) {
      Call.ConvShape s = c.shape();
      return "conv %s %d->%d %dx%d kernel %d stride %d groups %d"
          .formatted(
              c.direction(),
              s.in(),
              s.out(),
              s.height(),
              s.width(),
              s.kernelHeight(),
              s.strideHeight(),
              s.groups());
    }
    return "product";
  }

  // ---- without Deeplearning4j: java ... SelfTest parity|speed|profile FOLDER [SECONDS]

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[1]);
    boolean exact = args[0].equals("parity");
    long start = System.nanoTime();
    try (CudaDevice card = new CudaDevice(!exact)) {
      say("%s, ready after %.1f s", card.description(), (System.nanoTime() - start) / 1e9);
      SelfTest test = new SelfTest(card);
      switch (args[0]) {
        case "parity" -> test.parities(folder, 1);
        case "speed" -> test.speeds(folder, new int[] {128, 1024}, Double.parseDouble(args[2]));
        case "fast" ->
          test.speeds(
              folder, new int[] {Integer.parseInt(args[2]), Integer.parseInt(args[3])}, 0.4);
        default -> {
          test.profiles(folder, card);
          test.parities(folder, 1e3);
        }
      }
      say(
          "%s: %d of %d nets differ (%.1f s)",
          args[0], test.failures, names(folder).size(), (System.nanoTime() - start) / 1e9);
    }
  }

  private void parities(Path folder, double tolerance) throws IOException {
    for (String name : names(folder)) {
      attempt(name, () -> parity(plan(folder, name), expected(folder, name), tolerance));
    }
  }

  private void speeds(Path folder, int[] batches, double seconds) throws IOException {
    for (int batch : batches) {
      for (String name : names(folder)) {
        if (!name.equals("odd")) {
          attempt(
              name,
              () -> say(
                  "%-22s batch %4d: %,9.0f images/second",
                  name, batch, speed(plan(folder, name), batch, seconds)));
        }
      }
    }
  }

  private void profiles(Path folder, CudaDevice card) {
    for (String name : List.of(
        "resnet20_cifar",
        "efficientnet_small",
        "densenet_small",
        "googlenet_small",
        "alexnet_small",
        "vgg11_small_bn",
        "seresnet20_cifar")) {
      attempt(name, () -> profile(card, plan(folder, name), 1024));
      attempt(name, () -> profile(card, plan(folder, name), 128));
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** What fails is said, and the next is tried. */
  private void attempt(String name, Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      failures++;
      say("%-22s FAILS: %s", name, e.getMessage());
    }
  }
}
