package sevennets.data;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Images of [2x2x3] whose every value says which image it is and where it stands. */
class Numbered implements Dataset {
  final AtomicInteger reads = new AtomicInteger();
  private final int size;

  Numbered(int size) {
    this.size = size;
  }

  static float value(int image, int place) {
    return (image * 16 + place) / 16384f;
  }

  @Override
  public String name() {
    return "numbered";
  }

  @Override
  public List<String> classes() {
    return List.of("a", "b", "c", "d");
  }

  @Override
  public int channels() {
    return 2;
  }

  @Override
  public int height() {
    return 2;
  }

  @Override
  public int width() {
    return 3;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int label(int index) {
    return index % 4;
  }

  @Override
  public void read(int index, float[] pixels) {
    reads.incrementAndGet();
    for (int i = 0; i < 12; i++) {
      pixels[i] = value(index, i);
    }
  }
}
