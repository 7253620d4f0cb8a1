package sevennets.spark;

import java.io.Serializable;
import java.nio.file.Path;
import org.apache.spark.api.java.function.VoidFunction;
import sevennets.running.Order;
import sevennets.running.Store;
import sevennets.running.Sweep;
import sevennets.train.Progress;

/**
 * One run of a sweep, as a Spark task. What travels to the worker is an order, complete in itself:
 * the net's configuration, the recipe, the images' name. So a cluster takes any ablation, also one
 * that was written in a notebook. The task ends well only when the run's result is in the store: if
 * Spark has started it a second time, on another worker, while a first attempt still holds the run,
 * it waits for that attempt to finish or to die.
 */
final class RunTask implements VoidFunction<Order> {
  private static final long serialVersionUID = 2;
  private static final long BETWEEN_LOOKS_MILLIS = 500;

  /**
   * Deeplearning4j's generator of chance is one for the whole JVM, so that two trainings in one
   * would not repeat their results.
   */
  private static final Object ONE_AT_A_TIME = new Object();

  private final String store;
  private final Watch watch;

  /** Hears of a run on the worker that trains it; what it throws fails the task. */
  interface Watch extends Serializable {
    Progress progress(Order order);
  }

  RunTask(Sweep sweep, Watch watch) {
    store = sweep.store().root().toAbsolutePath().toString();
    this.watch = watch;
  }

  @Override
  public void call(Order order) throws InterruptedException {
    Store here = new Store(Path.of(store));
    while (true) {
      synchronized (ONE_AT_A_TIME) {
        here.claim(here.root().resolve(order.folder()), folder -> {
          if (!here.isFinished(order)) Sweep.train(order, folder, watch.progress(order));
        });
      }
      if (Thread.interrupted())
        throw new InterruptedException(
            "stopped while %s, seed %d, was trained; its checkpoint is kept"
                .formatted(order.arm(), order.seed()));
      if (here.isFinished(order)) return;
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }
}
