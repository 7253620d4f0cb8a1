package sevennets.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Dataset;
import sevennets.data.Datasets;
import sevennets.data.Splits;
import sevennets.data.Subset;
import sevennets.models.Models;

/**
 * A process that trains a few batches of a net and tells what it was thought to need and what it
 * took: started by {@link MemoryNeedTest}.
 */
final class MeasuredRun {
  private static final int BATCHES = 4;

  private MeasuredRun() {}

  public static void main(String[] args) throws IOException {
    int batch = Integer.parseInt(args[1]);
    Splits splits = Datasets.load("fashion-mnist");
    Dataset images = Subset.sample(splits.train(), BATCHES * batch, 1);
    Recipe recipe =
        Recipes.get("smoke").withBatchSize(batch).withLearningRate(Schedule.constant(1e-4));
    ComputationGraph net =
        Models.get(args[0]).withInput(1, 32, 32).withClasses(10).net(1);
    Trainer trainer = new Trainer(net, recipe);
    MemoryNeed need = MemoryNeed.of(net, new WeightUpdate(net, recipe), images, 1);
    trainer.fit(images, Subset.sample(splits.validation(), batch, 1));
    System.out.printf(
        "fixed=%d%nleast=%d%nmost=%d%npeak=%d%n", need.fixed(), need.least(), need.most(), peak());
  }

  /** The most memory that this process has had at once, in bytes. */
  private static long peak() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
