package sevennets.transfer;

import java.util.List;
import sevennets.data.Dataset;

/** Dark images and light ones, each its own shade, dark to the left. */
record Shades(int size) implements Dataset {
  @Override
  public String name() {
    return "shades";
  }

  @Override
  public List<String> classes() {
    return List.of("dark", "light");
  }

  @Override
  public int channels() {
    return 3;
  }

  @Override
  public int height() {
    return 32;
  }

  @Override
  public int width() {
    return 32;
  }

  @Override
  public int label(int index) {
    return index % 2;
  }

  @Override
  public void read(int index, float[] pixels) {
    for (int i = 0; i < 3 * 32 * 32; i++)
      pixels[i] = (index % 2 == 0 ? 0.1f : 0.7f) + index / 200f + i % 32 / 300f;
  }
}
