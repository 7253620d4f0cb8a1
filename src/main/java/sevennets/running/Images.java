package sevennets.running;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import sevennets.data.Datasets;
import sevennets.data.Splits;

/** The datasets of the sweeps of this JVM, each read once. */
final class Images {
  private static final Map<String, Splits> READ = new ConcurrentHashMap<>();

  private Images() {}

  static Splits of(String name) {
    return READ.computeIfAbsent(name, Datasets::load);
  }
}
