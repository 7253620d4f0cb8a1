package sevennets.kernels.cudnn;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether a card computes what the processor computed: the small nets and one of every operation,
 * as plans, with the processor's numbers beside them. It needs neither Deeplearning4j nor data.
 *
 * <pre>{@code
 * int exitCode = SelfTest.run(new java.io.PrintWriter(System.out, true));  // 0 where all agree
 * }</pre>
 */
public final class SelfTest {
  static final List<String> NETS = List.of(
      "odd",
      "lenet5",
      "alexnet_small",
      "vgg11_small",
      "vgg11_small_bn",
      "googlenet_small",
      "googlenet_small_bn",
      "resnet20_cifar",
      "densenet_small",
      "seresnet20_cifar",
      "efficientnet_small",
      "odd_tokens",
      "vit_small");

  /** Of the first step's loss in float32, relative. */
  private static final double LOSS = 1e-4;

  /**
   * Of the loss after the last step. Rounding grows from step to step as ReLUs and max pools fall
   * to the other side: on an H200 to 8.7e-4, where most nets stay below 1e-6.
   */
  private static final double LAST_LOSS = 1e-2;

  /** Of one parameter's gradient; an H200's furthest is 1.1e-2, of a net's smallest gradients. */
  private static final double GRADIENT = 2e-2;

  private final PrintWriter out;

  private final Device device;
  private int failures;

  SelfTest(Device device, PrintWriter out) {
    this.device = device;
    this.out = out;
  }

  static Plan plan(String name) {
    try (Reader reader = open(name + ".plan")) {
      return Plan.read(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Expected expected(String name) {
    try (Reader reader = open(name + ".expected")) {
      return Expected.read(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reader open(String file) {
    InputStream in = SelfTest.class.getResourceAsStream("selftest/" + file);
    if (in == null) {
      throw new IllegalStateException("selftest/" + file + " is missing from the class path");
    }
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  private void say(String format, Object... arguments) {
    out.printf(Locale.ROOT, format + "%n", arguments);
    out.flush();
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
        && last < LAST_LOSS * tolerance
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
    return call instanceof Call.Products ? "products" : "product";
  }

  /** Whether a run that is stopped and taken up again ends with the same bits. */
  void resumption(Plan plan) {
    Example example = new Example(plan, 8);
    Rule rule = Rule.nesterov(0.9, 5e-4, Set.of("W"));
    try (Trial whole = new Trial(device, example, rule).train(5);
        Trial resumed = new Trial(device, example, rule).after(5)) {
      resumed.net.push(whole.net.pull());
      whole.net.pullMemory().forEach(resumed.net::pushMemory);
      boolean same =
          Arrays.equals(whole.train(5).net.pull(), resumed.train(5).net.pull());
      failures += same ? 0 : 1;
      say("%-22s %s", plan.name(), same ? "resumed: same bits" : "resumed: BITS DIFFER");
    }
  }

  // ---- the whole test

  /**
   * On this machine's card, in a few minutes.
   *
   * @return 0 if all agrees, else 1
   */
  public static int run(PrintWriter out) {
    int failures;
    try (CudaDevice exact = new CudaDevice(Arithmetic.FLOAT32)) {
      SelfTest test = new SelfTest(exact, out);
      test.say("%s", exact.description());
      test.parities(1);
      test.attempt("resnet20_cifar", () -> test.resumption(plan("resnet20_cifar")));
      failures = test.failures;
    } catch (CudaException e) {
      out.println("Not tested: " + e.getMessage());
      out.flush();
      return 1;
    }
    try (CudaDevice fast = new CudaDevice(Arithmetic.TENSOR_FLOAT)) {
      SelfTest test = new SelfTest(fast, out);
      test.speeds(new int[] {128}, 0.5);
      failures += test.failures;
      test.say(failures == 0 ? "all agree" : failures + " DISAGREE");
    }
    return failures == 0 ? 0 : 1;
  }

  void parities(double tolerance) {
    for (String name : NETS) {
      attempt(name, () -> parity(plan(name), expected(name), tolerance));
    }
  }

  private void speeds(int[] batches, double seconds) {
    for (int batch : batches) {
      for (String name : NETS) {
        attempt(
            name,
            () -> say(
                "%-22s batch %4d: %,9.0f images/second",
                name, batch, speed(plan(name), batch, seconds)));
      }
    }
  }

  /** What fails is said, and the next is tried. */
  private void attempt(String name, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      failures++;
      say("%-22s FAILS: %s", name, e.getMessage());
    }
  }

  /**
   * One part of it, for a short turn on a card: {@code parity}, {@code speed} or {@code profile}.
   */
  public static void main(String[] args) {
    boolean exact = args[0].equals("parity");
    try (CudaDevice card = new CudaDevice(exact ? Arithmetic.FLOAT32 : Arithmetic.wanted())) {
      SelfTest test = new SelfTest(card, new PrintWriter(System.out, true));
      test.say("%s", card.description());
      switch (args[0]) {
        case "parity" -> test.parities(1);
        case "speed" -> test.speeds(new int[] {128, 1024}, 0.4);
        default -> {
          for (String name : NETS) {
            test.attempt(name, () -> test.profile(card, plan(name), 1024));
            test.attempt(name, () -> test.profile(card, plan(name), 128));
          }
        }
      }
      test.say("%s: %d of %d nets differ", args[0], test.failures, NETS.size());
    }
  }
}
