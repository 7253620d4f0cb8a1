package sevennets.data;

/**
 * Every image ten times: its four corners, its middle, and their mirror images. A net's ten
 * predictions for an image are averaged. AlexNet (Krizhevsky et al. 2012), section 4.1.
 *
 * <pre>{@code
 * Predictions ten = Predictions.averaged(lens, new TenCrop(data.test(), 28, 28), normalisation);
 * }</pre>
 */
public final class TenCrop implements Views {
  private final Dataset whole;
  private final int side;
  private final int crop;

  /**
   * Ten views of each image of a dataset.
   *
   * @param side the length that an image's shorter side is scaled to first, in pixels
   * @param crop the height and width of each view
   */
  public TenCrop(Dataset whole, int side, int crop) {
    if (crop < 1 || side < crop) {
      throw new IllegalArgumentException(
          "ten crops need 1 <= crop <= side, received crop %d, side %d".formatted(crop, side));
    }
    this.whole = whole;
    this.side = side;
    this.crop = crop;
  }

  @Override
  public String name() {
    return whole.name() + " in ten crops";
  }

  @Override
  public Dataset whole() {
    return whole;
  }

  @Override
  public int each() {
    return 10;
  }

  @Override
  public int height() {
    return crop;
  }

  @Override
  public int width() {
    return crop;
  }

  @Override
  public void read(int index, float[] pixels) {
    Image image = new Image();
    whole.read(origin(index), image);
    int view = view(index);
    cut(image.resizeShorterSide(side), view % 5);
    if (view >= 5) {
      image.flip();
    }
    System.arraycopy(image.pixels(), 0, pixels, 0, channels() * crop * crop);
  }

  private void cut(Image image, int place) {
    if (place == 4) {
      image.centreCrop(crop, crop);
      return;
    }
    int bottom = image.height() - crop;
    int right = image.width() - crop;
    image.window(place < 2 ? 0 : bottom, place % 2 == 0 ? 0 : right, crop, crop);
  }

  @Override
  public String describe(int index) {
    return "view %d of %s".formatted(view(index), whole.describe(origin(index)));
  }
}
