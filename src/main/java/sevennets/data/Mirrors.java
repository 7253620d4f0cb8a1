package sevennets.data;

/**
 * Every image twice: as it is, and mirrored left and right. VGG (Simonyan and Zisserman 2014),
 * section 3.2.
 *
 * <pre>{@code
 * Predictions both = Predictions.averaged(lens, new Mirrors(data.test()), normalisation);  // image and mirror image
 * }</pre>
 */
public record Mirrors(Dataset whole) implements Views {

  @Override
  public String name() {
    return whole.name() + " with mirror images";
  }

  @Override
  public int each() {
    return 2;
  }

  @Override
  public void read(int index, float[] pixels) {
    Image image = new Image();
    read(index, image);
    System.arraycopy(image.pixels(), 0, pixels, 0, channels() * height() * width());
  }

  @Override
  public void read(int index, Image image) {
    whole.read(origin(index), image);
    if (isMirrored(index)) image.flip();
  }

  @Override
  public String describe(int index) {
    return whole.describe(origin(index)) + (isMirrored(index) ? ", mirrored" : "");
  }

  private boolean isMirrored(int index) {
    return view(index) == 1;
  }
}
