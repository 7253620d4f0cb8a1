package sevennets.data;

/**
 * A few labelled images, each given again and again, and as often an image whose class is not told:
 * half a batch of each, on average. What a net is trained on that learns also without labels. For
 * training alone: the label of the others is {@link #UNLABELLED}.
 *
 * <pre>{@code
 * Dataset few = new HalfLabelled(data.train(), 500, 1);  // 500 labels; the others are Dataset.UNLABELLED
 * }</pre>
 */
public final class HalfLabelled implements Derived {
  private final Dataset whole;
  private final Dataset known;

  /**
   * @param labelled how many images of {@code whole} keep their labels, in proportion to the
   *     classes, chosen by the seed; all of {@code whole} come without
   * @throws IllegalArgumentException unless it is from 1 to {@code whole.size()}
   */
  public HalfLabelled(Dataset whole, int labelled, long seed) {
    if (labelled < 1 || labelled > whole.size()) {
      throw new IllegalArgumentException(
          "%s has %d images, of which 1 or more may keep their labels; received %d"
              .formatted(whole.name(), whole.size(), labelled));
    }
    this.whole = whole;
    known = Subset.sample(whole, labelled, seed);
  }

  @Override
  public String name() {
    return "%s[%d labels]".formatted(whole.name(), known.size());
  }

  @Override
  public Dataset whole() {
    return whole;
  }

  /** Twice as many as all: the labelled ones come first. */
  @Override
  public int size() {
    return 2 * whole.size();
  }

  private boolean told(int index) {
    return index < whole.size();
  }

  /** In the dataset that it belongs to. */
  private int place(int index) {
    return told(index) ? index % known.size() : index - whole.size();
  }

  private Dataset source(int index) {
    return told(index) ? known : whole;
  }

  @Override
  public int label(int index) {
    return told(index) ? known.label(place(index)) : UNLABELLED;
  }

  @Override
  public void read(int index, float[] pixels) {
    source(index).read(place(index), pixels);
  }

  @Override
  public void read(int index, Image image) {
    source(index).read(place(index), image);
  }

  @Override
  public String describe(int index) {
    return source(index).describe(place(index));
  }

  @Override
  public String identity(int index) {
    return source(index).identity(place(index));
  }
}
