package sevennets.data;

/**
 * Some images of a dataset, in the order given.
 *
 * <pre>{@code
 * Dataset some = Subset.sample(data.train(), 5_000, 1);  // each class by its share; the same for a seed
 * }</pre>
 */
public final class Subset implements Derived {
  private final String name;
  private final Dataset whole;
  private final int[] indexes;

  /** The images of {@code whole} at {@code indexes}. */
  public Subset(String name, Dataset whole, int[] indexes) {
    for (int index : indexes) {
      if (index < 0 || index >= whole.size()) {
        throw new IllegalArgumentException(
            "%s has images 0 to %d, received %d".formatted(whole.name(), whole.size() - 1, index));
      }
    }
    this.name = name;
    this.whole = whole;
    this.indexes = indexes.clone();
  }

  /**
   * So many images, as many of each class as there are in proportion, chosen by a seed: a dataset
   * for a short run. All of them, if the dataset has no more.
   */
  public static Dataset sample(Dataset whole, int images, long seed) {
    return images >= whole.size()
        ? whole
        : new Subset(
            "%s[%d]".formatted(whole.name(), images),
            whole,
            StratifiedSplit.of(whole, images, seed).heldOut());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Dataset whole() {
    return whole;
  }

  @Override
  public int origin(int index) {
    return indexes[index];
  }

  @Override
  public int size() {
    return indexes.length;
  }

  @Override
  public void read(int index, float[] pixels) {
    whole.read(origin(index), pixels);
  }

  @Override
  public void read(int index, Image image) {
    whole.read(origin(index), image);
  }
}
