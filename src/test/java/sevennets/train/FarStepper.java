package sevennets.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Batch;
import sevennets.data.Dataset;

/**
 * Takes steps as a graphics card would: with weights and memory of its own, that the host sees only
 * after a pull. Between two pulls there is nothing but NaN on the host, so that who reads too early
 * is found out. Notes every call.
 */
final class FarStepper implements Stepper {
  final List<String> calls = new ArrayList<>();
  private final ComputationGraph net;
  private final ComputationGraph farNet;
  private final HostStepper host;
  private final HostStepper far;
  private int stepsUntilFailure = Integer.MAX_VALUE;
  private boolean running;
  private boolean failed;

  FarStepper(ComputationGraph net, Recipe recipe) {
    this.net = net;
    farNet = net.clone();
    host = new HostStepper(net, recipe);
    far = new HostStepper(farNet, recipe);
  }

  /** Fails at the step after so many. */
  FarStepper failingAfter(int steps) {
    stepsUntilFailure = steps;
    return this;
  }

  /** The calls, one that is repeated at once named once only. */
  List<String> outline() {
    List<String> outline = new ArrayList<>();
    for (String call : calls) {
      if (outline.isEmpty() || !outline.get(outline.size() - 1).equals(call)) {
        outline.add(call);
      }
    }
    return outline;
  }

  @Override
  public Optional<String> checkMemory(Dataset images, int workers) {
    calls.add("checkMemory");
    return Optional.of("a far place needs no memory here");
  }

  @Override
  public void begin(int workers) {
    calls.add("begin");
    copy(net, host.memory(), farNet, far.memory());
    far.begin(workers);
    running = true;
    forget();
  }

  @Override
  public double take(Batch batch, double learningRate, long steps) {
    calls.add("take");
    if (stepsUntilFailure-- == 0) {
      failed = true;
      throw new StepFailed("the card has 7.6 GiB and the step needs more", null);
    }
    double loss = far.take(batch, learningRate, steps);
    forget();
    return loss;
  }

  @Override
  public Scores lastScores() {
    return far.lastScores();
  }

  @Override
  public Scores scores(INDArray images) {
    calls.add("scores");
    return far.scores(images);
  }

  @Override
  public Map<String, INDArray> memory() {
    return host.memory();
  }

  @Override
  public void pull() {
    calls.add("pull");
    copy(farNet, far.memory(), net, host.memory());
  }

  @Override
  public void swapAverage() {
    calls.add("swapAverage");
    if (running) {
      far.swapAverage();
      forget();
    } else {
      host.swapAverage();
    }
  }

  @Override
  public void end() {
    if (!failed) {
      pull();
    }
    calls.add("end");
    far.end();
    running = false;
  }

  /**
   * What lies on the host while the far place goes on is of no use; after a failure it is all there
   * is.
   */
  private void forget() {
    net.params().assign(Double.NaN);
    host.memory().values().forEach(vector -> vector.assign(Double.NaN));
  }

  private static void copy(
      ComputationGraph from,
      Map<String, INDArray> fromMemory,
      ComputationGraph to,
      Map<String, INDArray> toMemory) {
    to.params().assign(from.params());
    to.getConfiguration().setIterationCount(from.getConfiguration().getIterationCount());
    new TreeMap<>(toMemory).forEach((name, vector) -> vector.assign(fromMemory.get(name)));
  }
}
