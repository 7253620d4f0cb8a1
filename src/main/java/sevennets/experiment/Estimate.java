package sevennets.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.analysis.Summary;
import sevennets.data.Datasets;
import sevennets.data.Splits;

/**
 * What a sweep will cost, measured rather than guessed: a few training steps of each arm are timed.
 *
 * @param ablation the sweep's
 * @param budget the sweep's
 * @param arms one line an arm
 */
public record Estimate(Ablation ablation, Budget budget, List<Line> arms) {

  private static final int TIMED_STEPS = 3;

  /**
   * An arm's cost.
   *
   * @param arm its name
   * @param seconds for all its seeds
   * @param bytes of activations and their gradients for one batch
   */
  public record Line(String arm, double seconds, long bytes) {}

  public static Estimate of(Ablation ablation, Budget budget) {
    Splits data = Datasets.load(budget.data());
    List<Line> lines = new ArrayList<>();
    for (Arm arm : ablation.arms())
      lines.add(line(new ArmTraining(new Sweep.Run(arm, 1), budget, data), arm, budget));
    return new Estimate(ablation, budget, lines);
  }

  /**
   * Seconds of training for all arms and seeds, one after the other; validation and the test come
   * on top.
   */
  public double seconds() {
    return arms.stream().mapToDouble(Line::seconds).sum();
  }

  /** For a terminal: runs and epochs, then each arm's time and memory. */
  public String text() {
    int runs = ablation.arms().size() * budget.seeds();
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "%s: %d arms x %d seeds = %d runs of %d epochs on %s of %s%n%n",
        ablation.name(),
        ablation.arms().size(),
        budget.seeds(),
        runs,
        budget.epochs(),
        budget.sample(),
        budget.data()));
    text.append(
        String.format(Locale.ROOT, "  %-24s %14s %16s%n", "arm", "all its runs", "a batch needs"));
    for (Line line : arms)
      text.append(String.format(
          Locale.ROOT,
          "  %-24s %14s %13d MB%n",
          line.arm(),
          Words.duration(line.seconds() / 3600),
          line.bytes() >> 20));
    return text.append(String.format(
            Locale.ROOT,
            "%n  in all about %s of training on this machine, one run after the other; validation and the test come on top.%n",
            Words.duration(seconds() / 3600)))
        .toString();
  }

  private static Line line(ArmTraining training, Arm arm, Budget budget) {
    Summary summary = training.summary();
    int batch = budget.recipe().batchSize();
    return new Line(
        arm.name(),
        training.batches() * budget.seeds() * secondsPerStep(training.net(), summary, batch),
        summary.trainingBytes(batch));
  }

  /** The first step is not timed: it makes what all others use again. */
  private static double secondsPerStep(ComputationGraph net, Summary summary, int batch) {
    INDArray images = Nd4j.rand(
        batch,
        summary.input().channels(),
        summary.input().height(),
        summary.input().width());
    net.setInputs(images);
    net.setLabels(labels(net, images));
    net.computeGradientAndScore();
    long start = System.nanoTime();
    for (int i = 0; i < TIMED_STEPS; i++) net.computeGradientAndScore();
    return (System.nanoTime() - start) / 1e9 / TIMED_STEPS;
  }

  /** Every image of the first class, for each head. */
  private static INDArray[] labels(ComputationGraph net, INDArray images) {
    INDArray[] outputs = net.output(images);
    for (INDArray output : outputs) {
      output.assign(0);
      output.getColumn(0).assign(1);
    }
    return outputs;
  }
}
