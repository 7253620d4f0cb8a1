package sevennets.data;

/**
 * A dataset whose images are scaled to another size, averaged over the pixels that a new one
 * covers. Of photographs of many sizes it is the middle that is scaled, as {@link ImageFolder}
 * takes it, so that nothing is squashed.
 *
 * <pre>{@code
 * Dataset larger = Resized.square(data.test(), 64);
 * }</pre>
 */
public record Resized(Dataset whole, int height, int width) implements Fitted {

  public Resized {
    if (height < 1 || width < 1)
      throw new IllegalArgumentException(
          "images are scaled to at least 1 x 1 pixels, received " + height + " x " + width);
  }

  /** The dataset on square images of {@code side} pixels; itself if they have that size. */
  public static Dataset square(Dataset whole, int side) {
    return whole.height() == side && whole.width() == side ? whole : new Resized(whole, side, side);
  }

  @Override
  public String name() {
    return whole.name() + "@" + height + "x" + width;
  }

  @Override
  public void read(int index, float[] pixels) {
    Image image = scaled(index, new Image());
    System.arraycopy(image.pixels(), 0, pixels, 0, channels() * height * width);
  }

  @Override
  public void read(int index, Image image) {
    scaled(index, image);
  }

  private Image scaled(int index, Image image) {
    whole.read(index, image);
    boolean fits = image.height() == height && image.width() == width;
    return whole.variesInSize() && !fits ? middle(image) : image.resize(height, width);
  }

  private Image middle(Image photograph) {
    return CentreCrop.ofPhotograph(Math.max(height, width))
        .apply(photograph)
        .centreCrop(height, width);
  }
}
