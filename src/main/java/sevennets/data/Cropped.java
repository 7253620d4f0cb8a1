package sevennets.data;

/**
 * The middle of each image of a dataset: Fashion-MNIST's 28 x 28 pixels without the black border
 * around them.
 *
 * <pre>{@code
 * Dataset middle = Cropped.square(data.test(), 24);
 * }</pre>
 */
public record Cropped(Dataset whole, int height, int width) implements Fitted {

  public Cropped {
    if (height < 1 || width < 1 || height > whole.height() || width > whole.width())
      throw new IllegalArgumentException(
          "images of %d x %d pixels can be cropped to 1 x 1 up to that size, received %d x %d"
              .formatted(whole.height(), whole.width(), height, width));
  }

  /** The middle square of {@code side} pixels. */
  public static Dataset square(Dataset whole, int side) {
    return whole.height() == side && whole.width() == side ? whole : new Cropped(whole, side, side);
  }

  @Override
  public String name() {
    return whole.name() + " cropped to " + height + "x" + width;
  }

  @Override
  public void read(int index, float[] pixels) {
    Image image = cropped(index, new Image());
    System.arraycopy(image.pixels(), 0, pixels, 0, channels() * height * width);
  }

  @Override
  public void read(int index, Image image) {
    cropped(index, image);
  }

  /** Cut from the image at the whole's size: a photograph as it was taken is far larger. */
  private Image cropped(int index, Image image) {
    whole.read(index, image.reshape(channels(), whole.height(), whole.width()));
    return image.centreCrop(height, width);
  }
}
