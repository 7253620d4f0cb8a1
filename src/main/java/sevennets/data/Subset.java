package sevennets.data;

import java.util.List;

/** Some images of a dataset, in the order given. */
public final class Subset implements Dataset {
  private final String name;
  private final Dataset whole;
  private final int[] indexes;

  /** The images of {@code whole} at {@code indexes}. */
  public Subset(String name, Dataset whole, int[] indexes) {
    for (int index : indexes) {
      if (index < 0 || index >= whole.size()) {
        throw new IllegalArgumentException("%s has images 0 to %d, received %d".formatted(whole.name(), whole.size() - 1, index));
      }
    }
    this.name = name;
    this.whole = whole;
    this.indexes = indexes.clone();
  }

  /**
   * So many images, as many of each class as there are in proportion, chosen by a seed: a dataset for a short run.
   * All of them, if the dataset has no more.
   */
  public static Dataset sample(Dataset whole, int images, long seed) {
    return images >= whole.size() ? whole
        : new Subset("%s[%d]".formatted(whole.name(), images), whole, StratifiedSplit.of(whole, images, seed).heldOut());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> classes() {
    return whole.classes();
  }

  @Override
  public int channels() {
    return whole.channels();
  }

  @Override
  public int height() {
    return whole.height();
  }

  @Override
  public int width() {
    return whole.width();
  }

  @Override
  public int size() {
    return indexes.length;
  }

  @Override
  public int label(int index) {
    return whole.label(indexes[index]);
  }

  @Override
  public void read(int index, float[] pixels) {
    whole.read(indexes[index], pixels);
  }

  @Override
  public void read(int index, Image image) {
    whole.read(indexes[index], image);
  }

  @Override
  public String describe(int index) {
    return whole.describe(indexes[index]);
  }
}
