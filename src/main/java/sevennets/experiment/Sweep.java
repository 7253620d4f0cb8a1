package sevennets.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevennets.data.Datasets;
import sevennets.data.Splits;
import sevennets.train.Progress;

/**
 * Trains every arm of an ablation with every seed, one after the other. What is finished is not
 * repeated, what was cut off goes on from its checkpoint, and what another process is doing is left
 * to it.
 */
public final class Sweep {

  /** Hears how a sweep goes on. */
  public interface Listener {
    /** The sweep begins, or goes on. */
    default void begun(Standing standing) {}

    /** A run begins. */
    default void started(Run run, Standing standing) {}

    /** A run is finished. */
    default void ended(Run run, Outcome outcome, Standing standing) {}

    /**
     * The sweep has ended: all is finished, or it was interrupted, or other processes have what is
     * left.
     */
    default void left(Standing standing) {}

    /** What a run's training reports. */
    default Progress progress(Run run) {
      return new Progress() {};
    }
  }

  /** An arm with a seed. */
  public record Run(Arm arm, int seed) {
    @Override
    public String toString() {
      return arm.name() + ", seed " + seed;
    }
  }

  private final Ablation ablation;
  private final Budget budget;
  private final Store store;
  private final Pace pace;

  public Sweep(Ablation ablation, Budget budget, Store store) {
    this.ablation = ablation;
    this.budget = budget;
    this.store = store;
    pace = new Pace(store.outcomes(ablation, budget), System::nanoTime);
  }

  public Ablation ablation() {
    return ablation;
  }

  public Budget budget() {
    return budget;
  }

  public Store store() {
    return store;
  }

  /**
   * All runs, seed by seed, so that a sweep that is cut short has compared all arms a few times.
   */
  public List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (int seed = 1; seed <= budget.seeds(); seed++)
      for (Arm arm : ablation.arms()) runs.add(new Run(arm, seed));
    return runs;
  }

  /**
   * Does what is left to do. An interrupt ends it after the batch at hand, saved.
   *
   * @return what is known at its end
   */
  public Report run(Listener listener) {
    listener.begun(standing());
    Splits data = Datasets.load(budget.data());
    boolean interrupted = false;
    for (Run run : runs()) {
      run(run, data, listener);
      interrupted =
          Thread.interrupted(); // cleared: Java lets no interrupted thread read the store's files
      if (interrupted) break;
    }
    Standing end = standing();
    listener.left(end);
    if (interrupted) Thread.currentThread().interrupt();
    return end.report();
  }

  /** Does one run, unless it is finished or another process has it. */
  public void run(Run run, Splits data, Listener listener) {
    if (outcome(run).isEmpty())
      store.claim(folder(run), folder -> train(run, data, folder, listener));
  }

  /** What is finished, and how long the rest will take. */
  public Standing standing() {
    Report report = ablation.report(budget, store);
    return new Standing(report, pace.secondsLeft(report));
  }

  /** What a run measured; empty while it isn't finished. */
  public Optional<Outcome> outcome(Run run) {
    return store.outcome(ablation, budget, run.arm(), run.seed());
  }

  private void train(Run run, Splits data, Path folder, Listener listener) {
    if (outcome(run).isPresent()) return; // finished by another process a moment ago
    listener.started(run, standing());
    new ArmTraining(run, budget, data).in(folder, listener.progress(run)).ifPresent(outcome -> {
      outcome.write(folder);
      ArmTraining.deleteCheckpoints(
          folder); // not before: cut off in between, the run would begin anew
      listener.ended(run, outcome, standing());
    });
  }

  private Path folder(Run run) {
    return store.folder(ablation, budget, run.arm(), run.seed());
  }
}
