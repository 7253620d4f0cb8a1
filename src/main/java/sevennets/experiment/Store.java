package sevennets.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A folder with a folder for every run: {@code ABLATION/SETTINGS/ARM/seed-N}. A run is finished
 * when its outcome is there, and the outcome is written in one piece. Any number of processes may
 * work on one store, also from several machines that see the folder: each takes a run by locking
 * it, and the system frees the lock when the process ends, however it ends.
 */
public final class Store {

  private final Path root;

  public Store(Path root) {
    this.root = root;
  }

  /** The folder itself. */
  public Path root() {
    return root;
  }

  Path folder(Ablation ablation, Budget budget, Arm arm, int seed) {
    return root.resolve(ablation.name())
        .resolve(budget.folder())
        .resolve(arm.name())
        .resolve("seed-" + seed);
  }

  /** Every finished run of the ablation at these settings. */
  public List<Outcome> outcomes(Ablation ablation, Budget budget) {
    List<Outcome> found = new ArrayList<>();
    for (Arm arm : ablation.arms())
      for (int seed = 1; seed <= budget.seeds(); seed++)
        outcome(ablation, budget, arm, seed).ifPresent(found::add);
    return found;
  }

  Optional<Outcome> outcome(Ablation ablation, Budget budget, Arm arm, int seed) {
    Path folder = folder(ablation, budget, arm, seed);
    return Outcome.isIn(folder)
        ? Optional.of(Outcome.read(folder, arm.name(), seed))
        : Optional.empty();
  }

  /**
   * Does {@code work} in the run's folder unless another process is doing it; tells whether it was
   * done here.
   */
  boolean claim(Path folder, Consumer<Path> work) {
    try {
      Files.createDirectories(folder);
      try (FileChannel channel = FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.tryLock()) {
        if (lock == null) return false;
        work.accept(folder);
        return true;
      }
    } catch (OverlappingFileLockException takenInThisProcess) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't work in the store's folder " + folder
              + "; make it writable or choose another store",
          e);
    }
  }
}
