package sevennets.explain;

import java.util.Arrays;
import sevennets.data.Views;

/** Two views of each image: its shade, and another one. */
record Pairs(Shades whole, float... others) implements Views {
  @Override
  public String name() {
    return "pairs";
  }

  @Override
  public int each() {
    return 2;
  }

  @Override
  public void read(int index, float[] pixels) {
    if (view(index) == 0) whole.read(origin(index), pixels);
    else Arrays.fill(pixels, 0, 16, others[origin(index)]);
  }
}
