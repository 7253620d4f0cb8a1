package sevennets.explain;

import java.util.Arrays;
import java.util.List;
import sevennets.data.Dataset;

/** Images of 1 x 4 x 4, each of one shade of grey, their classes in turn even and odd. */
record Shades(float... shades) implements Dataset {
  @Override
  public String name() {
    return "shades";
  }

  @Override
  public List<String> classes() {
    return List.of("even", "odd");
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public int height() {
    return 4;
  }

  @Override
  public int width() {
    return 4;
  }

  @Override
  public int size() {
    return shades.length;
  }

  @Override
  public int label(int index) {
    return index % 2;
  }

  @Override
  public void read(int index, float[] pixels) {
    Arrays.fill(pixels, 0, 16, shades[index]);
  }
}
