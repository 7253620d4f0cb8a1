package sevennets.running;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.analysis.Summary;
import sevennets.claims.Ablation;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Hours;
import sevennets.claims.Tuning;
import sevennets.running.Sweep.Run;

/**
 * What a sweep will cost, measured rather than guessed: a few training steps of each arm are timed.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), Budget.quick(), new Store(folder));
 * System.out.println(Estimate.of(sweep).text());  // hours and memory, before anything is run
 * }</pre>
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
   * @param seconds for all its seeds and trials
   * @param bytes of weights, one batch's activations, and the gradients of both; Java, the
   *     libraries and the optimizer come on top
   */
  public record Line(String arm, double seconds, long bytes) {}

  public static Estimate of(Sweep sweep) {
    Budget budget = sweep.budget();
    int trials = sweep.ablation().tuning().map(Tuning::trials).orElse(0);
    List<Line> lines = new ArrayList<>();
    for (Arm arm : sweep.ablation().arms()) {
      ArmTraining training =
          new ArmTraining(sweep.order(new Run(arm, budget.firstSeed())), Images.of(budget.data()));
      Summary summary = sweep.summary(arm);
      int batch = budget.recipe(arm, budget.firstSeed()).batchSize();
      double step = secondsPerStep(training.net(), summary, batch);
      lines.add(new Line(
          arm.name(),
          training.batches() * (budget.seeds() + trials) * step,
          summary.trainingBytes(batch)));
    }
    return new Estimate(sweep.ablation(), budget, lines);
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
    int trials = ablation.tuning().map(Tuning::trials).orElse(0);
    StringBuilder text = new StringBuilder(String.format(
        Locale.ROOT,
        "%s: %d arms x %d seeds = %d runs of %s on %s of %s%s%n%n",
        ablation.name(),
        ablation.arms().size(),
        budget.seeds(),
        runs,
        budget.length(ablation),
        budget.sample(),
        budget.data(),
        trials == 0 ? "" : ", after %d trials of each arm".formatted(trials)));
    text.append(
        String.format(Locale.ROOT, "  %-24s %14s %16s%n", "arm", "all its runs", "a batch holds"));
    for (Line line : arms)
      text.append(String.format(
          Locale.ROOT,
          "  %-24s %14s %13d MB%n",
          line.arm(),
          Hours.text(line.seconds() / 3600),
          line.bytes() >> 20));
    return text.append(String.format(
            Locale.ROOT,
            "%n  in all about %s of training on this machine, one run after the other; validation and the test come on top.%n  a batch holds weights, activations and the gradients of both; Java, the libraries and the optimizer come on top.%n",
            Hours.text(seconds() / 3600)))
        .toString();
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
