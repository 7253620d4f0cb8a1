package sevennets.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Batch;
import sevennets.data.Dataset;

/** Steps that Deeplearning4j takes, on the net itself: weights and memory have no second home. */
final class HostStepper implements Stepper {
  private final ComputationGraph net;
  private final Recipe recipe;
  private final NetGradients classifier;
  private final WeightUpdate update;
  private final Statistics statistics;
  private final String notice;
  private Gradients gradients;
  private List<TrainingListener> listeners;

  HostStepper(ComputationGraph net, Recipe recipe) {
    this(net, recipe, null);
  }

  /** @param notice what a reader should know of it, or null */
  HostStepper(ComputationGraph net, Recipe recipe, String notice) {
    this.notice = notice;
    this.net = net;
    this.recipe = recipe;
    classifier = new NetGradients(net);
    update = new WeightUpdate(net, recipe);
    statistics = new Statistics(net);
    gradients = classifier;
  }

  @Override
  public Optional<String> notice() {
    return Optional.ofNullable(notice);
  }

  @Override
  public Optional<String> checkMemory(Dataset images, int workers) {
    return MemoryNeed.of(net, update, images, workers)
        .check(recipe.batchSize(), MemoryNeed.available());
  }

  @Override
  public void begin(int workers) {
    listeners = List.copyOf(net.getListeners());
    if (workers == 1) {
      net.addListeners(classifier.watch());
    } else {
      gradients = new Workers(net, workers);
    }
  }

  @Override
  public double take(Batch batch, double learningRate, long steps) {
    long chance = chance(recipe.seed(), steps);
    net.getConfiguration().setIterationCount((int) steps);
    statistics.keep();
    double loss = gradients.gradient(batch, chance);
    update.divideBy(batch.size());
    double norm = update.gradientNorm();
    if (Diverged.is(loss, norm, (int) batch.labels().size(1))) {
      Nd4j.getRandom().setSeed(chance);
      Diverged why = new Diverged(loss, norm, learningRate, net, batch.images());
      // Not before: looking for the reason goes through the net once more, and moves them again.
      statistics.giveBack();
      throw why;
    }
    update.step(learningRate, norm, steps);
    return loss;
  }

  @Override
  public Scores lastScores() {
    return gradients.lastScores();
  }

  @Override
  public Scores scores(INDArray images) {
    return classifier.scores(images);
  }

  @Override
  public Map<String, INDArray> memory() {
    return update.memory();
  }

  @Override
  public void pull() {}

  @Override
  public void swapAverage() {
    update.swapAverage();
  }

  @Override
  public void end() {
    gradients.close();
    gradients = classifier;
    net.setListeners(listeners);
  }

  /** By the step's number, so that dropout after a resumption falls as it would have fallen. */
  static long chance(long seed, long steps) {
    return new SplittableRandom(seed ^ steps << 20).nextLong();
  }
}
