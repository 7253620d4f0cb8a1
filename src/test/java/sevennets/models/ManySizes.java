package sevennets.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.train.Recipes;
import sevennets.train.TrainingStep;

/**
 * A process that trains and predicts on batches of sixty sizes, with one net after the other, and
 * says how much memory it has after each: started by {@link MemoryOverSizesTest}.
 */
final class ManySizes {
  private static final int SIZES = 60;
  /** Without a divisor in common with the sizes, so that it meets each of them. */
  private static final int STRIDE = 37;

  private ManySizes() {}

  public static void main(String[] names) throws IOException {
    for (String name : names) {
      go(Models.get(name).withInput(3, 32, 32).withClasses(10).net(1));
      System.out.println(residentMegabytes());
    }
  }

  /** The largest batch comes first, since memory may grow with it. */
  private static void go(ComputationGraph net) {
    TrainingStep step = new TrainingStep(net, Recipes.get("smoke"));
    for (int i = 0; i < SIZES; i++) {
      int size = SIZES - i * STRIDE % SIZES;
      INDArray images = Nd4j.rand(size, 3, 32, 32);
      INDArray labels = Nd4j.zeros(size, 10);
      for (int image = 0; image < size; image++) labels.putScalar(image, image % 10, 1);
      step.take(new Batch(images, labels, new int[size]), 1e-5);
      net.output(images)[0].close();
      images.close();
      labels.close();
    }
  }

  private static long residentMegabytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow();
  }
}
