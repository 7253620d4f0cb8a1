package sevennets.train;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.factory.DefaultTrainerContext;
import org.deeplearning4j.parallelism.trainer.Trainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import sevennets.data.Batch;

/**
 * Shares each batch evenly among copies of a net through Deeplearning4j's {@link ParallelWrapper}:
 * one copy on each GPU of the machine, or on threads of a CPU.
 *
 * <p>The wrapper is made to average weights that Deeplearning4j's updaters have moved. Here each
 * {@link Worker} leaves its gradient in their place, so that what comes back is the gradient of the
 * whole batch, and the recipe's own optimizer, decay, moving average, checkpoints and history go on
 * as with one worker. Batch norm sees a worker's share only, as is usual; its running statistics
 * are averaged.
 *
 * <p>The wrapper runs its loop on a thread of its own, since it pulls batches and the trainer
 * pushes them: they meet where it asks for the next weights.
 */
final class Workers implements Gradients {

  /** A batch in the workers' hands. */
  private record Round(MultiDataSet[] slices, long chance, CompletableFuture<Void> done) {}

  private static final Round END = new Round(new MultiDataSet[0], 0, new CompletableFuture<>());

  private final ComputationGraph net;
  private final int count;
  private final CountDownLatch ready;
  private final INDArray weights;
  private final Statistics statistics;
  private final ParallelWrapper wrapper;
  private final Slices slices = new Slices();
  private final BlockingQueue<Round> rounds = new LinkedBlockingQueue<>();
  private final Thread thread = new Thread(this::run, "workers");
  private volatile Round round =
      new Round(new MultiDataSet[0], 0, CompletableFuture.completedFuture(null));
  private Scores scores;

  /** Starts so many workers, two or more, for a net that has a gradient. */
  Workers(ComputationGraph net, int count) {
    this.net = net;
    this.count = count;
    ready = new CountDownLatch(count);
    weights = net.params().dup();
    statistics = new Statistics(net);
    wrapper = wrap();
    thread.setDaemon(true);
    thread.start();
  }

  private ParallelWrapper wrap() {
    // The builder would take the net's listeners, and fail for want of Deeplearning4j's user
    // interface.
    List<TrainingListener> listeners = List.copyOf(net.getListeners());
    net.setListeners();
    ParallelWrapper made = new ParallelWrapper.Builder<>(net)
        .workers(count)
        .averagingFrequency(1)
        .averageUpdaters(false)
        .prefetchBuffer(0)
        .workspaceMode(net.getConfiguration().getTrainingWorkspaceMode())
        .build();
    net.setListeners(listeners);
    made.setModelParamsSupplier(this::nextWeights);
    // Not by the builder, which in this mode puts its own in our place.
    made.setTrainerContext(new Context());
    return made;
  }

  /**
   * Sees to it that a batch can be shared.
   *
   * @throws IllegalArgumentException with the nearest one below that can
   */
  static void requireEvenShares(int batchSize, int workers) {
    if (workers < 1) {
      throw new IllegalArgumentException("training needs 1 worker or more; received: " + workers);
    }
    if (batchSize % workers != 0) {
      int even = Math.max(1, batchSize / workers) * workers;
      throw new IllegalArgumentException(
          "%d workers cannot share a batch of %d images evenly; take one of %d (--batch %d)"
              .formatted(workers, batchSize, even, even));
    }
  }

  @Override
  public double gradient(Batch batch, long chance) {
    requireEvenShares(batch.size(), count);
    weights.assign(net.params());
    MultiDataSet[] shares = Slices.of(batch, count, net.getNumOutputArrays());
    Round next = new Round(shares, chance, new CompletableFuture<>());
    rounds.add(next);
    try {
      next.done().join();
    } catch (CompletionException e) {
      throw failed(e);
    } finally {
      Slices.free(shares);
    }
    scores = Scores.join(workers().map(Worker::scores).toList());
    putBack(batch.size());
    return workers().mapToDouble(Worker::loss).sum() / count;
  }

  /**
   * The mean over the workers lies where the net's weights were: it goes where it belongs, and they
   * come back.
   */
  private void putBack(int batchSize) {
    INDArray gradient = net.getGradientsViewArray();
    gradient.assign(net.params());
    net.params().assign(weights);
    statistics.fromGradient();
    Flat.scale(gradient, batchSize);
  }

  @Override
  public Scores lastScores() {
    return scores;
  }

  /** The seed of the round at hand. */
  long chance() {
    return round.chance();
  }

  @Override
  public void close() {
    rounds.add(END);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    weights.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      wrapper.fit(slices);
    } catch (CancellationException end) {
      // The one way out of the wrapper's loop between two rounds.
    } catch (RuntimeException | Error e) {
      fail(e);
    } finally {
      wrapper.shutdown();
    }
  }

  /** Tells the trainer, who waits for the round at hand or is about to ask for one. */
  private void fail(Throwable e) {
    try {
      Round asked = round.done().isDone() ? rounds.take() : round;
      asked.done().completeExceptionally(e);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Called by the wrapper when a round is done, and before the first: waits for the next, and gives
   * all workers its weights.
   */
  private INDArray nextWeights() {
    round.done().complete(null);
    try {
      round = rounds.take();
      if (round == END) {
        throw new CancellationException();
      }
      awaitWorkers();
    } catch (InterruptedException e) {
      throw new CancellationException();
    }
    slices.add(round.slices());
    return net.params();
  }

  /** Or one would copy the first one's weights when a gradient lies there already. */
  private void awaitWorkers() throws InterruptedException {
    while (!ready.await(100, TimeUnit.MILLISECONDS)) {
      // Throws what a worker has failed of.
      workers().forEach(Worker::isRunning);
    }
  }

  private RuntimeException failed(CompletionException e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof OutOfMemoryError memory) {
      throw memory;
    }
    return new TrainingException("one of %d workers failed: %s".formatted(count, cause), e);
  }

  private Stream<Worker> workers() {
    return Arrays.stream(wrapper.getZoo()).map(Worker.class::cast);
  }

  /** Lets the wrapper make workers of our kind. */
  private final class Context extends DefaultTrainerContext {
    @Override
    public Trainer create(
        String uuid,
        int number,
        Model model,
        int device,
        boolean manyInputs,
        ParallelWrapper owner,
        WorkspaceMode workspaces,
        int averagingFrequency) {
      return new Worker(Workers.this, ready, number, model, owner, workspaces);
    }
  }
}
