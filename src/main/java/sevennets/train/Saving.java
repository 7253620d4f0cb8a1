package sevennets.train;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * When a run is saved, and what is told of it beside its checkpoints. Without a folder nothing is.
 */
final class Saving {
  private final Map<String, String> facts = new LinkedHashMap<>();
  private RunFolder folder;
  private Duration interval = Duration.ofMinutes(10);
  private long savedAt = System.nanoTime();

  /**
   * Saves into a folder that no run has used.
   *
   * @throws IllegalArgumentException if one has
   */
  void into(Path path) {
    RunFolder run = RunFolder.open(path);
    if (run.hasCheckpoints()) {
      throw new IllegalArgumentException(
          "%s holds another run; resume it (--resume %s) or choose another folder"
              .formatted(path, path));
    }
    folder = run;
  }

  /** Goes on saving into a run's own folder. */
  void goOnIn(RunFolder run) {
    folder = run;
  }

  void every(Duration newInterval) {
    interval = newInterval;
  }

  void note(String name, String value) {
    facts.put(name, value);
  }

  /** Of what the caller has noted otherwise, that stays. */
  void noteIfAbsent(String name, String value) {
    facts.putIfAbsent(name, value);
  }

  /** Writes down what was noted, and the machine and the versions. */
  void describe() {
    if (folder != null) {
      Circumstances.here().forEach(facts::putIfAbsent);
      folder.describe(facts);
    }
  }

  /** Begins to count the interval. */
  void start() {
    savedAt = System.nanoTime();
  }

  /** Saves if the interval is over. */
  void ifDue(Supplier<Checkpoint> state) {
    if (System.nanoTime() - savedAt >= interval.toNanos()) {
      now(state, false);
    }
  }

  /** Saves; {@code best} if no epoch before has been as good. */
  void now(Supplier<Checkpoint> state, boolean best) {
    if (folder != null) {
      folder.save(state.get(), best);
    }
    savedAt = System.nanoTime();
  }

  /** What remains of a run that cannot go on. */
  String kept() {
    return folder == null
        ? "No folder was given, so nothing was saved."
        : "The last checkpoint in " + folder + " is kept.";
  }

  /** Where a run that was stopped can be taken up. */
  String saved() {
    return folder == null
        ? "the net keeps its weights; fit goes on from here"
        : "saved in " + folder;
  }
}
