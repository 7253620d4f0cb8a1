package sevennets.kernels.cudnn;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Trains nets on Fashion-MNIST on a card, side by side in one process, without Deeplearning4j:
 * {@code FullRun PLANS DATA NAME:EPOCHS:RATE:RULE:IMAGES:SEED...}, RULE being sgd, weights (decay
 * of weights alone), or adam. Batch 128, shifts by up to 2 pixels and flips, labels smoothed by
 * 0.05, one cycle; the first images of the training file; the test images are looked at once, at
 * the end.
 */
final class FullRun {
  private static final int BATCH = 128, SIDE = 32, BORDER = 2, CLASSES = 10, TEST_BATCH = 1000;
  private static final double SMOOTHING = 0.05;

  private final byte[][] train;
  private final byte[] trainLabels;
  private final byte[][] test;
  private final byte[] testLabels;
  private float mean;
  private float deviation;

  private FullRun(Path data) throws IOException {
    train = images(data.resolve("train-images-idx3-ubyte.gz"));
    trainLabels = labels(data.resolve("train-labels-idx1-ubyte.gz"));
    test = images(data.resolve("t10k-images-idx3-ubyte.gz"));
    testLabels = labels(data.resolve("t10k-labels-idx1-ubyte.gz"));
    double sum = 0, squares = 0;
    for (byte[] image : train) {
      for (byte pixel : image) {
        double value = (pixel & 255) / 255.0;
        sum += value;
        squares += value * value;
      }
    }
    double n = (double) train.length * SIDE * SIDE;
    mean = (float) (sum / n);
    deviation = (float) Math.sqrt(squares / n - sum / n * sum / n);
  }

  private static byte[][] images(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file), 1 << 16))) {
      in.readInt();
      byte[][] images = new byte[in.readInt()][SIDE * SIDE];
      int side = in.readInt();
      in.readInt();
      byte[] all = in.readAllBytes();
      for (int i = 0; i < images.length; i++) {
        for (int row = 0; row < side; row++) {
          System.arraycopy(
              all, (i * side + row) * side, images[i], (row + BORDER) * SIDE + BORDER, side);
        }
      }
      return images;
    }
  }

  private static byte[] labels(Path file) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new GZIPInputStream(Files.newInputStream(file)))) {
      in.readInt();
      in.readInt();
      return in.readAllBytes();
    }
  }

  /** One run's settings and outcome. */
  private record Spec(String name, int epochs, double rate, String rule, int images, long seed) {
    static Spec of(String text) {
      String[] word = text.split(":");
      return new Spec(
          word[0],
          Integer.parseInt(word[1]),
          Double.parseDouble(word[2]),
          word[3],
          Integer.parseInt(word[4]),
          Long.parseLong(word[5]));
    }

    Rule optimizer() {
      Set<String> all = Set.of("W", "b", "gamma", "beta");
      return switch (rule) {
        case "adam" -> new Rule(Rule.Kind.ADAM, 0.9, 0.99, 1e-6, 5e-4, all, 0, 0);
        case "weights" -> Rule.nesterov(0.9, 5e-4, Set.of("W"));
        default -> Rule.nesterov(0.9, 5e-4, all);
      };
    }

    /** Smith and Topin's one cycle, as Schedule.oneCycle. */
    double rate(double done) {
      double first = rate / 25;
      return done < 0.3
          ? between(first, rate, done / 0.3)
          : between(rate, first / 1e4, (done - 0.3) / 0.7);
    }

    private static double between(double from, double to, double done) {
      return to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2;
    }
  }

  /** Weights as Deeplearning4j would make them: He's for convolutions, LeCun's for dense layers. */
  static float[] fresh(Plan plan, long seed) {
    Random random = new Random(seed);
    float[] weights = new float[plan.weights()];
    for (Plan.Step step : plan.steps()) {
      boolean bias = step.parameters().containsKey("b");
      for (Map.Entry<String, Plan.Place> entry : step.parameters().entrySet()) {
        Plan.Place place = entry.getValue();
        int out = plan.shape(step.output()).channels();
        int taps = Math.max(1, step.whole("kernel_height") * step.whole("kernel_width"));
        double fanIn = place.length() / (double) out, fanOut = (double) out * taps;
        for (int i = place.offset(); i < place.offset() + place.length(); i++) {
          weights[i] = (float)
              switch (entry.getKey()) {
                case "W" ->
                  step.op().equals("dense")
                      ? (2 * random.nextDouble() - 1) * Math.sqrt(3 / fanIn)
                      : random.nextGaussian() * Math.sqrt(2 / (bias ? fanIn : fanOut));
                case "gamma", "var" -> 1;
                default -> 0;
              };
        }
      }
    }
    return weights;
  }

  private void train(Path plans, Spec spec) throws IOException {
    Plan plan;
    try (Reader reader = Files.newBufferedReader(plans.resolve(spec.name + ".plan"))) {
      plan = Plan.read(reader);
    }
    long start = System.nanoTime();
    try (CudaDevice device = new CudaDevice(Arithmetic.wanted());
        CardNet net = new CardNet(device, plan, spec.optimizer())) {
      net.push(fresh(plan, spec.seed));
      net.images(BATCH, 0);
      double ready = (System.nanoTime() - start) / 1e9;
      int perEpoch = spec.images / BATCH;
      long steps = (long) perEpoch * spec.epochs;
      Random random = new Random(spec.seed);
      double loss = 0, epochLoss = 0;
      int[] order = shuffled(spec.images, random);
      fill(net, 0, order, 0, random);
      for (long i = 0; i < steps; i++) {
        int slot = (int) (i % CardNet.SLOTS);
        net.begin(BATCH, slot, spec.rate(i / (double) steps), Example.chance(i), i);
        if ((i + 1) % perEpoch == 0) {
          order = shuffled(spec.images, random);
        }
        if (i + 1 < steps) {
          fill(net, (slot + 1) % CardNet.SLOTS, order, (int) ((i + 1) % perEpoch), random);
        }
        CardNet.Outcome outcome = net.finish(BATCH, slot);
        loss += outcome.loss();
        if (!outcome.taken()) {
          say("%s DIVERGED at step %d: loss %.3g", spec, i, outcome.loss());
          return;
        }
        if ((i + 1) % perEpoch == 0) {
          epochLoss = loss / perEpoch;
          loss = 0;
        }
      }
      double took = (System.nanoTime() - start) / 1e9 - ready;
      say(
          "%s: test accuracy %.2f %%, last epoch's training loss %.4f, %d epochs of %d images in %.1f s (ready after %.1f s), %.0f MB",
          spec,
          100 * accuracy(net),
          epochLoss,
          spec.epochs,
          spec.images,
          took,
          ready,
          net.plannedBytes() / 1e6);
    }
  }

  private static int[] shuffled(int n, Random random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private void fill(CardNet net, int slot, int[] order, int batch, Random random) {
    FloatBuffer images = net.images(BATCH, slot), labels = net.labels(BATCH, slot);
    float[] image = new float[SIDE * SIDE], label = new float[CLASSES];
    for (int i = 0; i < BATCH; i++) {
      int which = order[batch * BATCH + i];
      augmented(train[which], image, random);
      images.put(image);
      for (int c = 0; c < CLASSES; c++) {
        label[c] = (float) (SMOOTHING / CLASSES + (c == trainLabels[which] ? 1 - SMOOTHING : 0));
      }
      labels.put(label);
    }
    net.send(BATCH, slot);
  }

  private void augmented(byte[] from, float[] to, Random random) {
    int down = random.nextInt(5) - 2, right = random.nextInt(5) - 2;
    boolean flip = random.nextBoolean();
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        int r = row + down, c = (flip ? SIDE - 1 - column : column) + right;
        boolean inside = r >= 0 && r < SIDE && c >= 0 && c < SIDE;
        to[row * SIDE + column] =
            ((inside ? (from[r * SIDE + c] & 255) / 255f : 0) - mean) / deviation;
      }
    }
  }

  private double accuracy(CardNet net) {
    int right = 0;
    float[] images = new float[TEST_BATCH * SIDE * SIDE];
    for (int from = 0; from < test.length; from += TEST_BATCH) {
      for (int i = 0; i < TEST_BATCH; i++) {
        for (int p = 0; p < SIDE * SIDE; p++) {
          images[i * SIDE * SIDE + p] = ((test[from + i][p] & 255) / 255f - mean) / deviation;
        }
      }
      float[] scores = net.scores(images, TEST_BATCH);
      for (int i = 0; i < TEST_BATCH; i++) {
        int best = 0;
        for (int c = 1; c < CLASSES; c++) {
          best = scores[i * CLASSES + c] > scores[i * CLASSES + best] ? c : best;
        }
        right += best == testLabels[from + i] ? 1 : 0;
      }
    }
    return right / (double) test.length;
  }

  private static void say(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }

  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    FullRun run = new FullRun(Path.of(args[1]));
    System.out.printf(Locale.ROOT, "data read after %.1f s%n", (System.nanoTime() - start) / 1e9);
    List<Thread> threads = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      Spec spec = Spec.of(args[i]);
      Thread thread = new Thread(() -> {
        try {
          run.train(Path.of(args[0]), spec);
        } catch (IOException | RuntimeException e) {
          say("%s FAILS: %s", spec, e.getMessage());
        }
      });
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    System.out.printf(Locale.ROOT, "all after %.1f s%n", (System.nanoTime() - start) / 1e9);
    System.exit(0);
  }
}
