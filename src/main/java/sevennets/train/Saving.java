package sevennets.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import sevennets.files.FolderLock;

/**
 * When a run is saved, and what is told of it beside its checkpoints. Without a folder nothing is.
 */
final class Saving {
  private final Map<String, String> facts = new LinkedHashMap<>();
  private RunFolder folder;

  /**
   * The checkpoints that are in the folder as this run left or found them; none before its first.
   */
  private Set<Path> known = Set.of();

  /** Where it goes on from, until the folder is held and what a kill left undone in it is done. */
  private Checkpoint resumed;

  private Duration interval = Duration.ofMinutes(10);
  private long savedAt = System.nanoTime();

  /**
   * Saves into a folder that no run has used.
   *
   * @throws IllegalArgumentException if one has
   */
  void into(Path path) {
    RunFolder run = RunFolder.open(path);
    requireUnused(run);
    folder = run;
    known = Set.of();
  }

  private static void requireUnused(RunFolder run) {
    if (run.hasCheckpoints()) {
      throw new IllegalArgumentException(
          "%s holds another run; resume it (--resume %s) or choose another folder"
              .formatted(run, run));
    }
  }

  /** Goes on saving into a run's own folder, from a checkpoint of it. */
  void goOnIn(RunFolder run, Checkpoint from) {
    folder = run;
    known = run.names();
    resumed = from;
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
      facts.putAll(CodeDigest.here());
      folder.describe(facts);
    }
  }

  /**
   * Begins to count the interval, and keeps others out of the folder until what is returned is
   * closed.
   *
   * @throws TrainingException if another training is in the folder, or has been since this one's
   *     last checkpoint
   */
  Closing start() {
    savedAt = System.nanoTime();
    if (folder == null) {
      return () -> {};
    }
    FolderLock lock = folder.lock();
    try {
      requireOurs();
      complete();
    } catch (RuntimeException e) {
      close(lock);
      throw e;
    }
    return () -> close(lock);
  }

  /** Of a folder that was begun or resumed twice, the one who comes later writes nothing over. */
  private void requireOurs() {
    if (known.isEmpty()) {
      requireUnused(folder);
    } else if (!folder.names().equals(known)) {
      throw new TrainingException(
          "the run in %s was taken further by another training since; resume it (--resume %s)"
              .formatted(folder, folder));
    }
  }

  /** Only who holds the folder may: another training may be at work there until then. */
  private void complete() {
    if (resumed != null) {
      folder.complete(resumed);
      known = folder.names();
      resumed = null;
    }
  }

  private static void close(FolderLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What ends a fit's hold on its folder. */
  interface Closing extends AutoCloseable {
    @Override
    void close();
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
      known = folder.names();
    }
    savedAt = System.nanoTime();
  }

  /** What remains of a run that cannot go on. */
  String kept() {
    if (folder == null) {
      return "No folder was given, so nothing was saved.";
    }
    return folder.hasCheckpoints()
        ? "The last checkpoint in " + folder + " is kept."
        : "Nothing was saved in " + folder + " yet, so nothing is lost.";
  }

  /** Where a run that was stopped can be taken up. */
  String saved() {
    return folder == null
        ? "the net keeps its weights, and another call of fit goes on"
        : "saved in " + folder;
  }
}
