package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DistortionTest {

  private static final int SIDE = 9;

  @Test
  void nothingToDoLeavesEveryPixel() {
    Image image = dot(2, 3);
    new Distortion(0, 1, 1, 0).apply(image, new SplittableRandom(1));
    assertThat(Arrays.copyOf(image.pixels(), SIDE * SIDE)).isEqualTo(dot(2, 3).pixels());
  }

  @Test
  void aQuarterTurnMovesTheTopToTheRight() {
    Image image = dot(1, 4);
    new Distortion(90, 1, 1, 0).apply(image, always(1));
    assertThat(image.at(0, 4, 7)).isCloseTo(1, offset(1e-5f));
    assertThat(sum(image)).isCloseTo(1, offset(1e-4));
  }

  @Test
  void halfTheSizeBringsAnEdgeHalfWayToTheCentre() {
    Image image = dot(4, 8);
    new Distortion(0, 0.5, 0.5, 0).apply(image, always(0.5));
    assertThat(image.at(0, 4, 6)).isCloseTo(1, offset(1e-5f));
  }

  @Test
  void aShiftOfHalfAPixelSharesItBetweenTwo() {
    Image image = dot(4, 4);
    new Distortion(0, 1, 1, 0.5).apply(image, always(1));
    for (int y = 4; y <= 5; y++) {
      for (int x = 4; x <= 5; x++) {
        assertThat(image.at(0, y, x)).isCloseTo(0.25f, offset(1e-5f));
      }
    }
  }

  @Test
  void aDatasetIsChangedTheSameWayAtEachReading() {
    Dataset dataset = new Augmented(new Numbered(40), new Distortion(45, 0.5, 0.9, 2), 3);
    float[] first = read(dataset, 7);
    assertThat(read(dataset, 7)).isEqualTo(first);
    assertThat(read(new Augmented(new Numbered(40), new Distortion(45, 0.5, 0.9, 2), 4), 7))
        .isNotEqualTo(first);
    assertThat(dataset.label(7)).isEqualTo(new Numbered(40).label(7));
  }

  @Test
  void aDistortedDatasetIsTheNamedOneWithOtherPixels() {
    Splits plain = Datasets.load("fashion-mnist");
    Splits distorted = Datasets.load("distorted:fashion-mnist");
    assertThat(distorted.test().size()).isEqualTo(plain.test().size());
    assertThat(distorted.test().label(3)).isEqualTo(plain.test().label(3));
    assertThat(distorted.test().name()).isEqualTo("fashion-mnist/test+Distortion");
    assertThat(read(distorted.test(), 3)).isNotEqualTo(read(plain.test(), 3));
  }

  @Test
  void aScaleOfNothingIsRefused() {
    assertThatThrownBy(() -> new Distortion(10, 0, 1, 2))
        .hasMessageContaining("scales above 0")
        .hasMessageContaining("0.0 to 1.0");
  }

  private static float[] read(Dataset dataset, int index) {
    float[] pixels = new float[dataset.channels() * dataset.height() * dataset.width()];
    dataset.read(index, pixels);
    return pixels;
  }

  private static Image dot(int y, int x) {
    float[] pixels = new float[SIDE * SIDE];
    pixels[y * SIDE + x] = 1;
    return new Image(1, SIDE, SIDE, pixels);
  }

  private static double sum(Image image) {
    double sum = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      sum += image.pixels()[i];
    }
    return sum;
  }

  /** Chance that always gives one number in [0, 1]. */
  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        throw new AssertionError("only fractions are drawn");
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }
}
