package sevennets.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sevennets.data.Datasets;
import sevennets.data.Splits;
import sevennets.train.Progress;

/**
 * Trains every arm of an ablation with every seed, one after the other. What is finished is not repeated, what was cut off
 * goes on from its checkpoint, and what another process is doing is left to it.
 */
public final class Sweep {

  /** Hears how a sweep goes on. */
  public interface Listener {
    /** A run begins. */
    default void started(Run run, int finished, int all) {}

    /** A run has ended, here or, before this sweep began, elsewhere. */
    default void ended(Run run, Outcome outcome, int finished, int all) {}

    /** What a run's training reports. */
    default Progress progress(Run run) {
      return new Progress() {};
    }
  }

  /** An arm with a seed. */
  public record Run(Arm arm, int seed) {
    @Override public String toString() {
      return arm.name() + ", seed " + seed;
    }
  }

  private final Ablation ablation;
  private final Budget budget;
  private final Store store;

  public Sweep(Ablation ablation, Budget budget, Store store) {
    this.ablation = ablation;
    this.budget = budget;
    this.store = store;
  }

  /** All runs, seed by seed, so that a sweep that is cut short has compared all arms a few times. */
  public List<Run> runs() {
    List<Run> runs = new ArrayList<>();
    for (int seed = 1; seed <= budget.seeds(); seed++)
      for (Arm arm : ablation.arms()) runs.add(new Run(arm, seed));
    return runs;
  }

  /**
   * Does what is left to do. An interrupt ends it after the batch at hand, saved.
   *
   * @return whether all runs are finished
   */
  public boolean run(Listener listener) {
    Splits data = Datasets.load(budget.data());
    for (Run run : runs()) {
      if (Thread.currentThread().isInterrupted()) break;
      run(run, data, listener);
    }
    return finished() == runs().size();
  }

  /** Does one run, unless it is finished or another process has it. */
  public void run(Run run, Splits data, Listener listener) {
    if (outcome(run).isEmpty()) store.claim(folder(run), folder -> train(run, data, folder, listener));
  }

  int finished() {
    return (int) runs().stream().filter(run -> outcome(run).isPresent()).count();
  }

  private void train(Run run, Splits data, Path folder, Listener listener) {
    if (outcome(run).isPresent()) return; // finished by another process a moment ago
    listener.started(run, finished(), runs().size());
    new ArmTraining(run, budget, data).in(folder, listener.progress(run)).ifPresent(outcome -> {
      outcome.write(folder);
      listener.ended(run, outcome, finished(), runs().size());
    });
  }

  private Optional<Outcome> outcome(Run run) {
    return store.outcome(ablation, budget, run.arm(), run.seed());
  }

  private Path folder(Run run) {
    return store.folder(ablation, budget, run.arm(), run.seed());
  }
}
