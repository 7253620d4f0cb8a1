package sevennets.data;

/** Is told how far the fetching of a dataset is. */
@FunctionalInterface
public interface FetchProgress {
  /** {@code done} of {@code total} bytes of a file are there. */
  void at(String file, long done, long total);

  /** Tells nobody. */
  static FetchProgress none() {
    return (file, done, total) -> {};
  }
}
