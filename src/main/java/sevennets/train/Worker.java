package sevennets.train;

import java.util.concurrent.CountDownLatch;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.trainer.DefaultTrainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A worker of Deeplearning4j's {@link ParallelWrapper}, which leaves the gradient of its slice
 * where its weights were: the wrapper averages what it finds there, and hands out weights anew
 * before the next slice.
 *
 * <p>The first worker's net is the one in training itself, the others' are copies that
 * Deeplearning4j makes.
 */
final class Worker extends DefaultTrainer {
  private final Workers together;
  private final CountDownLatch ready;
  private ComputationGraph net;
  private NetGradients classifier;
  private Statistics statistics;
  private double loss;

  /** @param ready counted down when this worker's copy has its weights */
  Worker(
      Workers together,
      CountDownLatch ready,
      int number,
      Model original,
      ParallelWrapper wrapper,
      WorkspaceMode workspaces) {
    this.together = together;
    this.ready = ready;
    threadId = number;
    originalModel = original;
    replicatedModel = original;
    parallelWrapper = wrapper;
    workspaceMode = workspaces;
    averagingFrequency = 1;
    useMDS = true;
    setDaemon(true);
  }

  /**
   * Called on the worker's own thread, once its net is there. The listeners of the net in training
   * hear of its slices.
   */
  @Override
  protected void postInit() {
    net = (ComputationGraph) replicatedModel;
    classifier = new NetGradients(net);
    net.addListeners(classifier.watch());
    if (net.getGradientsViewArray() == null) {
      net.initGradientsView();
    }
    statistics = new Statistics(net);
    ready.countDown();
  }

  @Override
  protected void fit(MultiDataSet slice) {
    try {
      leaveGradient(slice.getFeatures(0), slice.getLabels(0));
    } catch (Error e) {
      // The wrapper hears of exceptions only; of an error it would wait for the end of the slice
      // for ever.
      throw new IllegalStateException(e);
    }
  }

  private void leaveGradient(INDArray images, INDArray labels) {
    loss = classifier.gradient(images, labels, together.chance() + threadId);
    statistics.takeChange();
    INDArray gradient = net.getGradientsViewArray();
    Flat.scale(gradient, 1.0 / images.size(0));
    statistics.toGradient();
    net.params().assign(gradient);
  }

  /** The mean loss of the last slice. */
  double loss() {
    return loss;
  }

  /** The scores of the last slice. */
  Scores scores() {
    return classifier.lastScores();
  }
}
