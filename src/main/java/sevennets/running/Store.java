package sevennets.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import sevennets.claims.Fingerprint;
import sevennets.claims.Outcome;
import sevennets.files.FolderLock;

/**
 * A folder with a folder for every run: {@code ABLATION/ARM/seed-N-KEY}, where the key is that of
 * the run's {@link Fingerprint}: results of other nets or settings are kept beside it and never
 * mixed in. A run is finished when its outcome is there, and the outcome is written in one piece.
 * Any number of processes may work on one store, also from several machines that see the folder:
 * each takes a run by locking it, and the system frees the lock when the process ends, however it
 * ends.
 *
 * <pre>{@code
 * Store store = new Store(folder);  // may be shared: each process takes runs that no other has
 * Sweep sweep = new Sweep(Ablations.get("resnet-depth"), Budget.quick(), store);
 * }</pre>
 */
public final class Store {

  private final Path root;

  public Store(Path root) {
    if (Files.exists(root) && !Files.isDirectory(root))
      throw new IllegalArgumentException(root + " is a file; a store of results is a folder");
    this.root = root;
  }

  /** The folder itself. */
  public Path root() {
    return root;
  }

  /** The folder of a run, within this one; another fingerprint has another. */
  static String folder(String ablation, String arm, int seed, Fingerprint run) {
    return "%s/%s/seed-%d-%s".formatted(ablation, arm, seed, run.key());
  }

  /** Whether the result of an order is there. */
  public boolean isFinished(Order order) {
    return OutcomeFile.isIn(root.resolve(order.folder()));
  }

  /** What the run in a folder of this store measured; empty while it isn't finished. */
  Optional<Outcome> outcome(String folder, String arm, int seed) {
    Path run = root.resolve(folder);
    return OutcomeFile.isIn(run) ? Optional.of(OutcomeFile.read(run, arm, seed)) : Optional.empty();
  }

  /**
   * Does {@code work} in the run's folder unless another process is doing it; tells whether it was
   * done here.
   */
  @SuppressWarnings("try") // the lock is held, not used
  public boolean claim(Path folder, Consumer<Path> work) {
    try {
      Files.createDirectories(folder);
      try (FolderLock lock = FolderLock.take(folder, "lock")) {
        work.accept(folder);
        return true;
      }
    } catch (FolderLock.Held takenByAnother) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't work in the store's folder " + folder
              + "; make it writable or choose another store",
          e);
    }
  }
}
