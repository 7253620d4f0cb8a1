package sevennets.explain;

import java.util.List;
import sevennets.data.Views;

/** Two shades that follow one another are views of one image; the images' classes are in turn even and odd. */
record Pairs(Shades shades) implements Views {
  @Override public String name() {
    return "pairs";
  }

  @Override public int each() {
    return 2;
  }

  @Override public List<String> classes() {
    return shades.classes();
  }

  @Override public int channels() {
    return shades.channels();
  }

  @Override public int height() {
    return shades.height();
  }

  @Override public int width() {
    return shades.width();
  }

  @Override public int size() {
    return shades.size();
  }

  @Override public int label(int index) {
    return shades.label(index / each());
  }

  @Override public void read(int index, float[] pixels) {
    shades.read(index, pixels);
  }
}
