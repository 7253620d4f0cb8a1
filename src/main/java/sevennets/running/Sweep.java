package sevennets.running;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import sevennets.analysis.Summary;
import sevennets.claims.Ablation;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Fingerprint;
import sevennets.claims.Measure;
import sevennets.claims.Outcome;
import sevennets.claims.Plan;
import sevennets.claims.Trial;
import sevennets.claims.Tuning;
import sevennets.data.Dataset;
import sevennets.graph.Graph;
import sevennets.models.Variant;
import sevennets.ops.Shape;
import sevennets.train.Progress;

/**
 * Trains every arm of an ablation with every seed, one after the other, and before that the trials
 * of its tuning. What is finished is not repeated, what was cut off goes on from its checkpoint,
 * and what another process is doing is left to it.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), Budget.smoke(), new Store(folder));
 * Standing standing = sweep.run(new Sweep.Listener() {});
 * Report report = new Report(sweep.ablation(), sweep.budget(), standing.outcomes());
 * }</pre>
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

  private static final long BETWEEN_LOOKS_MILLIS = 500;

  private final Ablation ablation;
  private final Budget budget;
  private final Store store;
  private final Pace pace;
  private final Map<String, Fingerprint> fingerprints = new ConcurrentHashMap<>();

  public Sweep(Ablation ablation, Budget budget, Store store) {
    this.ablation = ablation;
    this.budget = budget;
    this.store = store;
    requireSearch(ablation, budget);
    pace = new Pace(finished(), System::nanoTime);
  }

  /**
   * What finds or compares learning rates is nothing if all have one, or tries the seeds that
   * count.
   */
  private static void requireSearch(Ablation ablation, Budget budget) {
    boolean compares = ablation.measures().stream().anyMatch(Measure.LargestRate.class::isInstance);
    if (budget.rate() > 0 && (compares || ablation.tuning().isPresent()))
      throw new IllegalArgumentException(
          "'%s' %s learning rates, so its arms can't all have one; received %s: leave the rate out"
              .formatted(ablation.name(), compares ? "compares" : "searches", budget.rate()));
    int tried = ablation.tuning().map(Tuning::seeds).orElse(0);
    if (budget.firstSeed() <= tried)
      throw new IllegalArgumentException(
          "'%s' tries its learning rates on seeds up to %d, so they can't be used for the runs that count; received %d as the first seed: take %d or more"
              .formatted(ablation.name(), tried, budget.firstSeed(), tried + 1));
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

  /** The trials of the tuning, on seeds of their own; none without one. */
  public List<Run> trials() {
    List<Run> trials = new ArrayList<>();
    ablation.tuning().ifPresent(tuning -> {
      for (int seed = 1; seed <= tuning.seeds(); seed++)
        for (Arm arm : ablation.arms())
          for (double factor : tuning.factors())
            trials.add(new Run(tuning.trial(arm, factor), seed));
    });
    return trials;
  }

  /**
   * The runs that count, seed by seed, so that a sweep that is cut short has compared all arms a
   * few times. As long as trials are missing, each arm stands there with its own learning rate.
   */
  public List<Run> runs() {
    List<Arm> arms = arms();
    List<Run> runs = new ArrayList<>();
    for (int seed : budget.seedNumbers()) for (Arm arm : arms) runs.add(new Run(arm, seed));
    return runs;
  }

  /** Whether every trial is finished, so that the runs that count can begin. */
  public boolean isTuned() {
    return trials().stream().allMatch(trial -> outcome(trial).isPresent());
  }

  private List<Arm> arms() {
    if (ablation.tuning().isEmpty() || !isTuned()) return ablation.arms();
    Tuning tuning = ablation.tuning().orElseThrow();
    List<Trial> found = trialsFound();
    return ablation.arms().stream()
        .map(arm -> tuning.chosen(arm, best(found, arm).factor()))
        .toList();
  }

  /** Of equal ones the one with the smallest rate. */
  private static Trial best(List<Trial> found, Arm arm) {
    return found.stream()
        .filter(trial -> trial.arm().equals(arm.name()))
        .min(Comparator.comparing(Trial::valAcc1).reversed().thenComparing(Trial::factor))
        .orElseThrow();
  }

  private List<Trial> trialsFound() {
    List<Trial> found = new ArrayList<>();
    ablation
        .tuning()
        .ifPresent(tuning -> ablation
            .arms()
            .forEach(arm -> tuning
                .factors()
                .forEach(factor -> trial(tuning, arm, factor).ifPresent(found::add))));
    return found;
  }

  private Optional<Trial> trial(Tuning tuning, Arm arm, double factor) {
    Arm tried = tuning.trial(arm, factor);
    List<Outcome> outcomes = Stream.iterate(1, seed -> seed <= tuning.seeds(), seed -> seed + 1)
        .flatMap(seed -> outcome(new Run(tried, seed)).stream())
        .toList();
    return outcomes.isEmpty()
        ? Optional.empty()
        : Optional.of(new Trial(
            arm.name(),
            factor,
            budget.recipe(tried, 1).rate(),
            outcomes.size(),
            outcomes.stream()
                .mapToDouble(o -> o.diverged() ? 0 : o.end().valAcc1())
                .average()
                .orElseThrow()));
  }

  /**
   * Does what is left to do. An interrupt ends it after the batch at hand, saved.
   *
   * @return what is known at its end
   */
  public Standing run(Listener listener) {
    listener.begun(standing());
    boolean interrupted = tune(listener) || all(runs(), listener);
    Standing end = standing();
    listener.left(end);
    if (interrupted) Thread.currentThread().interrupt();
    return end;
  }

  /** Tells whether it was interrupted. */
  private boolean all(List<Run> runs, Listener listener) {
    for (Run run : runs) {
      run(run, listener);
      // cleared: Java lets no interrupted thread read the store's files
      if (Thread.interrupted()) return true;
    }
    return false;
  }

  /**
   * Until each trial is finished, here or by another process. One that another process took and
   * left when it was killed is taken over. Tells whether it was interrupted.
   */
  private boolean tune(Listener listener) {
    while (!all(trials(), listener)) {
      if (isTuned()) return false;
      try {
        Thread.sleep(BETWEEN_LOOKS_MILLIS);
      } catch (InterruptedException e) {
        return true;
      }
    }
    return true;
  }

  /** Does one run, unless it is finished or another process has it. */
  public void run(Run run, Listener listener) {
    Path place = store.root().resolve(folder(run));
    if (outcome(run).isPresent() && !ArmTraining.hasCheckpoints(place)) return;
    store.claim(place, folder -> {
      if (outcome(run).isPresent()) {
        // finished by another process a moment ago, or killed before it had cleared up
        ArmTraining.deleteCheckpoints(folder);
        return;
      }
      listener.started(run, standing());
      train(order(run), folder, listener.progress(run))
          .ifPresent(outcome -> listener.ended(run, outcome, standing()));
    });
  }

  /** Trains what an order says and keeps what came out; empty if it was stopped before the end. */
  public static Optional<Outcome> train(Order order, Path folder, Progress progress) {
    Optional<Outcome> outcome =
        new ArmTraining(order, Images.of(order.data())).in(folder, progress);
    outcome.ifPresent(o -> {
      OutcomeFile.write(folder, o, order.fingerprint());
      // not before: cut off in between, the run would begin anew
      ArmTraining.deleteCheckpoints(folder);
    });
    return outcome;
  }

  /** All that another process or machine needs in order to do a run. */
  public Order order(Run run) {
    Graph net = graph(run.arm());
    Summary summary = Summary.of(net);
    return new Order(
        run.arm().name(),
        run.seed(),
        net.net(run.seed()).getConfiguration().toJson(),
        budget.recipe(run.arm(), run.seed()).text(),
        budget.data(),
        budget.images(),
        budget.testImages(),
        budget.size(run.arm()),
        fingerprint(run).text(),
        folder(run),
        summary.params(),
        summary.macs());
  }

  private Graph graph(Arm arm) {
    Dataset images = Images.of(budget.data()).train();
    int side = budget.size(arm);
    return new Variant(
            arm.name(),
            arm.net(),
            Shape.image(images.channels(), side, side),
            images.classes().size(),
            "")
        .graph();
  }

  /** What an arm's net costs. */
  Summary summary(Arm arm) {
    return Summary.of(graph(arm));
  }

  private Fingerprint fingerprint(Run run) {
    // An arm's learning rate changes when its tuning has ended.
    String memory = run + " " + budget.recipe(run.arm(), run.seed()).terms();
    return fingerprints.computeIfAbsent(
        memory, m -> Fingerprint.of(graph(run.arm()), budget, run.arm(), run.seed()));
  }

  private String folder(Run run) {
    return Store.folder(ablation.name(), run.arm().name(), run.seed(), fingerprint(run));
  }

  /** What this sweep does, to be written down before it is run. */
  public Plan plan() {
    Map<String, String> arms = new LinkedHashMap<>();
    for (Arm arm : ablation.arms())
      arms.put(arm.name(), fingerprint(new Run(arm, budget.firstSeed())).key());
    return Plan.of(ablation, budget, arms);
  }

  /** What is finished, and how long the rest will take. */
  public Standing standing() {
    List<Run> trials = trials(), runs = new ArrayList<>(trials);
    List<Outcome> tried = outcomes(trials), counted = outcomes();
    runs.addAll(runs());
    List<Outcome> all = Stream.concat(tried.stream(), counted.stream()).toList();
    return new Standing(
        ablation,
        budget,
        counted,
        trialsFound(),
        all.size(),
        runs.size(),
        pace.secondsLeft(runs, all));
  }

  /** Of the runs that count and are finished. */
  public List<Outcome> outcomes() {
    return isTuned() ? outcomes(runs()) : List.of();
  }

  private List<Outcome> finished() {
    return Stream.concat(outcomes(trials()).stream(), outcomes().stream()).toList();
  }

  private List<Outcome> outcomes(List<Run> runs) {
    return runs.stream().flatMap(run -> outcome(run).stream()).toList();
  }

  /** What a run measured; empty while it isn't finished. */
  public Optional<Outcome> outcome(Run run) {
    return store.outcome(folder(run), run.arm().name(), run.seed());
  }
}
