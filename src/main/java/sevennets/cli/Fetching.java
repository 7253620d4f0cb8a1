package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import sevennets.weights.Pretrained;
import sevennets.weights.PretrainedStore;

/** Brings published weights here where they are not yet, and says so before. */
final class Fetching {
  private Fetching() {}

  /** The file of published weights; one line says how much is fetched, if anything is. */
  static Path of(Pretrained weights, PrintWriter err) {
    PretrainedStore store = PretrainedStore.ofThisProject();
    Optional<Path> here = store.find(weights);
    if (here.isPresent()) return here.get();
    err.printf(
        Locale.ROOT,
        "fetching the weights %s once%s (%s)%n",
        weights.name(),
        PretrainedStore.bytes(weights)
            .map(bytes -> ", %d MB".formatted(Math.round(bytes / 1e6)))
            .orElse(""),
        weights.licence());
    err.flush();
    return store.fetch(weights, new FetchLine(err));
  }
}
