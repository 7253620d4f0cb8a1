package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * The expected grey levels are Pillow's, for the same picture of waves, tiles and wrapped ramps.
 */
class ResizeTest {
  private static final float LEVEL = 1 / 255f;

  private static Image picture() {
    int height = 23;
    int width = 31;
    float[] pixels = new float[3 * height * width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        pixels[at] = (x * 8 + y * 3) % 256 / 255f;
        pixels[height * width + at] = ((x / 4 + y / 5) % 2 == 0 ? 250 : 5) / 255f;
        pixels[2 * height * width + at] = (x * x + y * y * 2) % 256 / 255f;
      }
    }
    return new Image(3, height, width, pixels);
  }

  /** Pixels from {@code (y, x)} on along a row, each red, green, blue. */
  private static void assertRow(Image image, int y, int x, int... levels) {
    for (int i = 0; i < levels.length; i++) {
      assertThat(image.at(i % 3, y, x + i / 3))
          .as("channel %d of (%d, %d)", i % 3, y, x + i / 3)
          .isCloseTo(levels[i] * LEVEL, within(1.01f * LEVEL));
    }
  }

  private static float sum(Image image) {
    double sum = 0;
    for (int i = 0; i < 3 * image.height() * image.width(); i++) {
      sum += image.pixels()[i] * 255;
    }
    return (float) sum;
  }

  @Test
  void bilinearDownIsPillows() {
    Image small = picture().resize(9, 13, Filter.BILINEAR);
    assertRow(small, 0, 0, 10, 250, 5, 28, 169, 14, 47, 5, 35, 66, 162, 66);
    assertRow(small, 4, 5, 134, 54, 143, 153, 86, 147, 172, 230, 104, 191, 105, 119);
    assertRow(small, 8, 11, 22, 176, 131, 40, 23, 135);
    assertThat(sum(small)).isCloseTo(44_089, within(44f));
  }

  @Test
  void bicubicDownIsPillows() {
    Image small = picture().resize(9, 13, Filter.BICUBIC);
    assertRow(small, 0, 0, 8, 255, 3, 26, 173, 11, 46, 0, 32, 65, 167, 63);
    assertRow(small, 4, 5, 134, 21, 153, 153, 73, 156, 172, 253, 92, 191, 97, 121);
    assertRow(small, 8, 11, 13, 189, 131, 42, 0, 136);
    assertThat(sum(small)).isCloseTo(44_063, within(44f));
  }

  @Test
  void bicubicUpIsPillows() {
    Image large = picture().resize(50, 40, Filter.BICUBIC);
    assertRow(large, 0, 0, 0, 250, 0, 5, 250, 0, 12, 250, 2, 18, 254, 5);
    assertRow(large, 4, 5, 35, 52, 19, 41, 0, 26, 48, 5, 33, 54, 4, 42);
    assertRow(large, 49, 38, 45, 5, 5, 50, 5, 63);
    assertThat(sum(large)).isCloseTo(753_686, within(754f));
  }
}
