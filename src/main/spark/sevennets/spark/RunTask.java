package sevennets.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction;
import sevennets.data.Datasets;
import sevennets.data.Splits;
import sevennets.experiment.Ablations;
import sevennets.experiment.Budget;
import sevennets.experiment.Store;
import sevennets.experiment.Sweep;
import sevennets.experiment.Sweep.Run;

/**
 * One run of a sweep, as a Spark task. What travels to the worker is names and numbers; the nets
 * are made there. The task ends well only when the run's result is in the store: if Spark has
 * started it a second time, on another worker, while a first attempt still holds the run, it waits
 * for that attempt to finish or to die.
 */
final class RunTask implements VoidFunction<Integer> {
  private static final long serialVersionUID = 1;
  private static final long BETWEEN_LOOKS_MILLIS = 500;

  /**
   * Deeplearning4j's generator of chance is one for the whole JVM, so that two trainings in one
   * would not repeat their results.
   */
  private static final Object ONE_AT_A_TIME = new Object();

  private static final Map<String, Splits> DATA = new HashMap<>();

  private final String ablation;
  private final HashMap<String, String> settings;
  private final String store;
  private final Watch watch;

  /** Hears of a run on the worker that trains it; what it throws fails the task. */
  interface Watch extends Serializable {
    Sweep.Listener listener();
  }

  RunTask(Sweep sweep, Watch watch) {
    ablation = sweep.ablation().name();
    settings = new HashMap<>(sweep.budget().settings());
    store = sweep.store().root().toAbsolutePath().toString();
    this.watch = watch;
  }

  /** @param number of the run, in the order of {@link Sweep#runs} */
  @Override
  public void call(Integer number) throws InterruptedException {
    Sweep sweep =
        new Sweep(Ablations.get(ablation), Budget.of(settings), new Store(Path.of(store)));
    Run run = sweep.runs().get(number);
    while (true) {
      synchronized (ONE_AT_A_TIME) {
        sweep.run(run, data(sweep.budget().data()), watch.listener());
      }
      if (Thread.interrupted())
        throw new InterruptedException(
            "stopped while " + run + " was trained; its checkpoint is kept");
      if (sweep.outcome(run).isPresent()) return;
      Thread.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  /** Read once a JVM; only called by who trains. */
  private static Splits data(String name) {
    return DATA.computeIfAbsent(name, Datasets::load);
  }
}
