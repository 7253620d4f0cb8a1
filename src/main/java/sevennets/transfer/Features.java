package sevennets.transfer;

import java.util.List;
import sevennets.data.Dataset;
import sevennets.ops.Shape;

/**
 * What the frozen part of a net answered for each image of a dataset, as a dataset: {@code C x H x
 * W} numbers an image, of any size.
 *
 * @param of the images
 * @param views how often each image comes, each time cut and coloured otherwise
 * @param values one row an image and view, the views of an image beside each other
 */
record Features(Dataset of, int views, Shape shape, float[][] values) implements Dataset {
  @Override
  public String name() {
    return of.name();
  }

  @Override
  public List<String> classes() {
    return of.classes();
  }

  @Override
  public int channels() {
    return shape.channels();
  }

  @Override
  public int height() {
    return shape.height();
  }

  @Override
  public int width() {
    return shape.width();
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public int label(int index) {
    return of.label(index / views);
  }

  @Override
  public void read(int index, float[] pixels) {
    System.arraycopy(values[index], 0, pixels, 0, values[index].length);
  }

  @Override
  public String describe(int index) {
    return of.describe(index / views);
  }

  @Override
  public String identity(int index) {
    return of.identity(index / views);
  }
}
