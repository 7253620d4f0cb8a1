package sevennets.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.models.Models;
import sevennets.train.Recipe;
import sevennets.train.Recipes;
import sevennets.train.TrainingStep;

/**
 * One training step of each small net, from its seed, on images of noise: the loss, and how far all
 * weights moved. The numbers of another processor, stored, say whether this one computes the same.
 *
 * <p>{@code java ... SmallNetSteps FILE} compares and exits 1 where they differ; {@code --write}
 * writes the file.
 */
public final class SmallNetSteps {
  private static final List<String> NETS = List.of(
      "lenet5",
      "alexnet_small",
      "vgg11_small",
      "googlenet_small",
      "resnet20_cifar",
      "densenet_small",
      "seresnet20_cifar",
      "efficientnet_small");
  private static final int BATCH = 4;
  /** In float32, after sums in another order, through as many layers. */
  private static final double TOLERANCE = 1e-3;

  /** What came of a step: the loss in nats, and the norm of the change of all weights. */
  record Step(double loss, double change) {
    boolean isLike(Step other) {
      return near(loss, other.loss) && near(change, other.change);
    }

    private static boolean near(double a, double b) {
      return Math.abs(a - b) <= TOLERANCE * Math.abs(b);
    }
  }

  private SmallNetSteps() {}

  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[args.length - 1]);
    if (args[0].equals("--write")) {
      List<String> lines = new ArrayList<>(List.of("net,loss,change"));
      NETS.forEach(net -> lines.add(line(net, take(net))));
      Files.write(file, lines);
      return;
    }
    List<String> differing = differing(file);
    System.out.println(
        differing.isEmpty() ? "every small net takes the stored step" : differing.toString());
    System.exit(differing.isEmpty() ? 0 : 1);
  }

  /** A sentence for each net whose step is not the stored one. */
  static List<String> differing(Path file) {
    List<String> differing = new ArrayList<>();
    read(file).forEach((net, stored) -> {
      Step taken = take(net);
      System.out.println(line(net, taken));
      if (!taken.isLike(stored)) {
        differing.add("%s: %s, stored was %s".formatted(net, taken, stored));
      }
    });
    return differing;
  }

  private static Map<String, Step> read(Path file) {
    try {
      Map<String, Step> steps = new LinkedHashMap<>();
      for (String line : Files.readAllLines(file).subList(1, NETS.size() + 1)) {
        String[] fields = line.split(",");
        steps.put(
            fields[0], new Step(Double.parseDouble(fields[1]), Double.parseDouble(fields[2])));
      }
      return steps;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static Step take(String net) {
    Recipe recipe = Recipes.get("smoke");
    ComputationGraph graph = Models.get(net).withClasses(10).net(1);
    INDArray before = graph.params().dup();
    double loss = new TrainingStep(graph, recipe).take(batch(net), 0.01);
    return new Step(loss, graph.params().sub(before).norm2Number().doubleValue());
  }

  private static Batch batch(String net) {
    var shape = Models.get(net).graph().input().shape();
    Random random = new Random(1);
    float[] pixels = new float[BATCH * Math.toIntExact(shape.size())];
    for (int i = 0; i < pixels.length; i++) pixels[i] = (float) random.nextGaussian();
    INDArray images = Nd4j.create(
        pixels, new int[] {BATCH, shape.channels(), shape.height(), shape.width()}, 'c');
    return new Batch(
        images,
        Nd4j.eye(10)
            .get(org.nd4j.linalg.indexing.NDArrayIndex.interval(0, BATCH))
            .dup(),
        new int[] {0, 1, 2, 3});
  }

  private static String line(String net, Step step) {
    return String.format(Locale.ROOT, "%s,%.6f,%.6g", net, step.loss(), step.change());
  }
}
