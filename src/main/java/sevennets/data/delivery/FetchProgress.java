package sevennets.data.delivery;

/**
 * Is told how far the fetching of a dataset is.
 *
 * <pre>{@code
 * Datasets.named("cifar10").fetch((file, done, all) -> System.out.println(file + " " + done + " of " + all));
 * }</pre>
 */
@FunctionalInterface
public interface FetchProgress {
  /** {@code done} of {@code total} bytes of a file are there. */
  void at(String file, long done, long total);

  /** Tells nobody. */
  static FetchProgress none() {
    return (file, done, total) -> {};
  }
}
