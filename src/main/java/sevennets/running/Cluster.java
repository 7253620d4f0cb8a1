package sevennets.running;

import java.util.ServiceLoader;

/**
 * Machines that share a sweep's runs. There is one kind, Apache Spark, and it is there only in a
 * build that was asked for it.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), Budget.smoke(), new Store(folder));
 * Standing standing = Cluster.at("local[2]").run(sweep, new Sweep.Listener() {});  // needs -Pspark
 * }</pre>
 */
public interface Cluster {

  /**
   * Does what is left of a sweep, as {@link Sweep#run} does. The listener hears of runs that ended,
   * on this machine's side.
   *
   * @return what is known at its end
   */
  Standing run(Sweep sweep, Sweep.Listener listener);

  /** Makes a cluster from its address; what a build with Spark offers. */
  interface Provider {
    Cluster at(String master);
  }

  /**
   * The cluster at an address.
   *
   * @param master as Spark writes it: {@code spark://HOST:7077}, {@code local[2]}
   * @throws IllegalArgumentException if this build has no Spark
   */
  static Cluster at(String master) {
    return ServiceLoader.load(Provider.class)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "'%s' needs Spark, which this build is without: './lab ablate NAME --master %s' builds with it, as does 'mvn -Pspark package'"
                .formatted(master, master)))
        .at(master);
  }
}
