package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final int DRAWS = 20_000;

  private final SplittableRandom random = new SplittableRandom(17);

  @Test
  void piecesAreAppliedInTheOrderWritten() {
    Augmentation left = (image, r) -> image.window(0, 0, 1, 2);
    Image image = new Image(1, 1, 3, new float[] {1, 2, 3});
    left.then(new HorizontalFlip(1)).apply(image, random);
    assertThat(values(image)).containsExactly(2, 1);
  }

  @Test
  void sameSeedSameImage() {
    Augmentation all = new RandomResizedCrop(8)
        .then(new HorizontalFlip(0.5))
        .then(new ColourJitter(0.4, 0.4, 0.4))
        .then(PcaColour.imagenet())
        .then(new PadAndCrop(2))
        .then(new Cutout(3, new float[3]));
    Image first = noise(3, 20, 24);
    Image second = noise(3, 20, 24);
    all.apply(first, new SplittableRandom(5));
    all.apply(second, new SplittableRandom(5));
    assertThat(values(second)).isEqualTo(values(first));
    all.apply(second.set(noise(3, 20, 24)), new SplittableRandom(6));
    assertThat(values(second)).isNotEqualTo(values(first));
  }

  @Test
  void padAndCropShiftsByEachOfItsPlacesEquallyOften() {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < DRAWS; i++) {
      Image image = new Image(1, 5, 5, new float[25]);
      image.pixels()[12] = 1;
      new PadAndCrop(1).apply(image, random);
      assertThat(image.shape()).isEqualTo("[1x5x5]");
      places.merge(indexOfLargest(values(image)), 1, Integer::sum);
    }
    assertThat(places.keySet()).containsExactlyInAnyOrder(6, 7, 8, 11, 12, 13, 16, 17, 18);
    assertThat(places.values())
        .allSatisfy(n -> assertThat(n / (double) DRAWS).isCloseTo(1 / 9.0, within(0.01)));
  }

  @Test
  void aFlipHappensAsOftenAsItShould() {
    int flips = 0;
    for (int i = 0; i < DRAWS; i++) {
      Image image = new Image(1, 1, 2, new float[] {1, 2});
      new HorizontalFlip(0.3).apply(image, random);
      flips += image.at(0, 0, 0) == 2 ? 1 : 0;
    }
    assertThat(flips / (double) DRAWS).isCloseTo(0.3, within(0.015));
  }

  /** Area and shape are read off two ramps, which cropping and scaling keep linear. */
  @Test
  void randomResizedCropCovers8To100PercentInRatiosFrom3To4Till4To3() {
    RandomResizedCrop crop = new RandomResizedCrop(4);
    double areas = 0;
    double logAspects = 0;
    double narrowest = 1;
    double widest = 1;
    for (int i = 0; i < 5_000; i++) {
      Image image = ramps(100, 100);
      crop.apply(image, random);
      assertThat(image.shape()).isEqualTo("[2x4x4]");
      // A resize to 4 leaves sample centres a quarter of the cut apart; the inner two keep clear of
      // the edges.
      double height = (image.at(0, 2, 1) - image.at(0, 1, 1)) * 4;
      double width = (image.at(1, 1, 2) - image.at(1, 1, 1)) * 4;
      areas += height * width / 10_000;
      logAspects += Math.log(width / height);
      narrowest = Math.min(narrowest, width / height);
      widest = Math.max(widest, width / height);
      assertThat(height * width / 10_000).isBetween(0.07, 1.01);
      assertThat(width / height).isBetween(0.72, 1.39);
    }
    // Uniform between 0.08 and 1 would have a mean of 0.54; the largest that do not fit in their
    // shape are drawn again.
    assertThat(areas / 5_000).isBetween(0.47, 0.54);
    assertThat(logAspects / 5_000).isCloseTo(0, within(0.02));
    assertThat(narrowest).isLessThan(0.77);
    assertThat(widest).isGreaterThan(1.3);
  }

  @Test
  void anImageTooNarrowForAnyTryGivesItsLargestMiddle() {
    Image image = ramps(10, 1_000);
    // Every try asks for the whole area in a shape that does not fit.
    new RandomResizedCrop(10, 1, 1, 3 / 4.0, 4 / 3.0).apply(image, random);
    double width = (image.at(1, 0, 6) - image.at(1, 0, 5)) * 10;
    double middle = (image.at(1, 0, 4) + image.at(1, 0, 5)) / 2;
    assertThat(width).isCloseTo(40 / 3.0, within(0.5));
    assertThat(middle).isCloseTo(499.5, within(1.0));
  }

  @Test
  void scaleJitterScalesTheShorterSideBetweenItsBounds() {
    double least = Double.MAX_VALUE;
    double greatest = 0;
    for (int i = 0; i < 2_000; i++) {
      Image image = ramps(32, 48);
      new ScaleJitter(8, 16, 8).apply(image, random);
      assertThat(image.shape()).isEqualTo("[2x8x8]");
      double step = image.at(0, 4, 4) - image.at(0, 3, 4);
      least = Math.min(least, step);
      greatest = Math.max(greatest, step);
    }
    assertThat(least).as("32 pixels in 16").isCloseTo(2, within(0.05));
    assertThat(greatest).as("32 pixels in 8").isCloseTo(4, within(0.05));
  }

  @Test
  void centreCropScalesThenKeepsTheMiddle() {
    Image image = ramps(64, 128);
    new CentreCrop(32, 16).apply(image, random);
    assertThat(image.shape()).isEqualTo("[2x16x16]");
    assertThat((image.at(1, 8, 7) + image.at(1, 8, 8)) / 2).isCloseTo(63.5f, within(0.1f));
    assertThat((image.at(0, 7, 8) + image.at(0, 8, 8)) / 2).isCloseTo(31.5f, within(0.1f));
  }

  @Test
  void pcaColourAddsTheSameShiftToEveryPixelAlongThePrincipalDirections() {
    PcaColour colour = new PcaColour(
        0.1, new double[] {2, 0, 0}, new double[][] {{0.6, 0, 0}, {0.8, 0, 0}, {0, 0, 1}});
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      Image image = new Image(3, 1, 2, new float[6]);
      colour.apply(image, random);
      float[] values = values(image);
      assertThat(values[1]).isEqualTo(values[0]);
      assertThat(values[2] * 0.6f).isCloseTo(values[0] * 0.8f, within(1e-6f));
      assertThat(values[4]).isZero();
      squares += (values[0] / 0.6) * (values[0] / 0.6);
    }
    assertThat(Math.sqrt(squares / DRAWS))
        .as("0.1 times the eigenvalue")
        .isCloseTo(0.2, within(0.005));
  }

  @Test
  void pcaColourFindsTheDirectionInWhichTheColoursVary() {
    // Red and green move together by 0.5 up and down, blue stays: eigenvalue 2 * 0.25 along (1, 1,
    // 0) / sqrt(2).
    Dataset dataset = new Colours(new float[][] {{0, 0, 0.5f}, {1, 1, 0.5f}});
    PcaColour colour = PcaColour.of(dataset, 2);
    assertThat(colour.values()).containsExactly(new double[] {0.5, 0, 0}, within(1e-12));
    assertThat(Math.abs(colour.vectors()[0][0])).isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(colour.vectors()[1][0]).isCloseTo(colour.vectors()[0][0], within(1e-12));
    assertThat(colour.vectors()[2][0]).isCloseTo(0, within(1e-12));
  }

  @Test
  void eigenvectorsReproduceTheMatrix() {
    double[][] matrix = {{4, 1, -2}, {1, 3, 0.5}, {-2, 0.5, 6}};
    SymmetricEigen eigen = SymmetricEigen.of(matrix);
    assertThat(eigen.values()[0]).isGreaterThan(eigen.values()[1]);
    assertThat(eigen.values()[1]).isGreaterThan(eigen.values()[2]);
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
          sum += eigen.vectors()[row][i] * eigen.values()[i] * eigen.vectors()[column][i];
        }
        assertThat(sum).isCloseTo(matrix[row][column], within(1e-12));
      }
    }
  }

  /**
   * The values torchvision.transforms.functional gives for a pixel (0.2, 0.4, 0.6) beside a black
   * one.
   */
  @Test
  void brightnessContrastAndSaturationAreTorchvisions() {
    float grey = 0.2989f * 0.2f + 0.587f * 0.4f + 0.114f * 0.6f;
    Offset<Float> close = within(1e-6f);
    Image image = pixelBesideBlack();
    ColourJitter.brighten(image, 2);
    assertThat(values(image)).containsExactly(new float[] {0.4f, 0, 0.8f, 0, 1, 0}, close);
    image = pixelBesideBlack();
    ColourJitter.saturate(image, 0.5f);
    assertThat(values(image))
        .containsExactly(
            new float[] {(0.2f + grey) / 2, 0, (0.4f + grey) / 2, 0, (0.6f + grey) / 2, 0}, close);
    image = pixelBesideBlack();
    ColourJitter.contrast(image, 0.5f);
    float half = grey / 4;
    assertThat(values(image))
        .containsExactly(
            new float[] {0.1f + half, half, 0.2f + half, half, 0.3f + half, half}, close);
  }

  @Test
  void colourJitterDrawsItsFactorFromOneMinusToOnePlusItsStrength() {
    double sum = 0;
    for (int i = 0; i < DRAWS; i++) {
      Image image = new Image(1, 1, 1, new float[] {0.5f});
      new ColourJitter(0.4, 0, 0).apply(image, random);
      double factor = values(image)[0] / 0.5;
      assertThat(factor).isBetween(0.5999, 1.4001);
      sum += factor;
    }
    assertThat(sum / DRAWS).isCloseTo(1, within(0.01));
  }

  @Test
  void cutoutBlanksASquareThatMayReachOverTheEdge() {
    double blanked = 0;
    int corners = 0;
    for (int i = 0; i < DRAWS; i++) {
      Image image = new Image(1, 8, 8, new float[64]);
      Arrays.fill(image.pixels(), 1);
      new Cutout(4, new float[] {0.25f}).apply(image, random);
      int count = 0;
      for (float value : values(image)) {
        assertThat(value).isIn(0.25f, 1f);
        count += value == 0.25f ? 1 : 0;
      }
      assertThat(count).isBetween(4, 16);
      blanked += count;
      corners += image.at(0, 0, 0) == 0.25f ? 1 : 0;
    }
    // Along one side, centres 0 to 7 blank 2, 3, 4, 4, 4, 4, 4, 3 pixels: 3.5 on average; a corner
    // needs 3 of 8 centres twice.
    assertThat(blanked / DRAWS).isCloseTo(3.5 * 3.5, within(0.1));
    assertThat(corners / (double) DRAWS).isCloseTo(9 / 64.0, within(0.01));
  }

  @Test
  void mirrorsAreEachImageAsItIsAndThenMirrored() {
    Mirrors mirrors = new Mirrors(new Colours(new float[][] {{0, 0, 0}, {1, 1, 1}}) {
      @Override
      public int width() {
        return 2;
      }

      @Override
      public void read(int index, float[] pixels) {
        for (int i = 0; i < 6; i++) pixels[i] = index * 100 + i;
      }
    });
    assertThat(mirrors.size()).isEqualTo(4);
    assertThat(mirrors.label(3)).isEqualTo(mirrors.whole().label(1));
    float[] pixels = new float[6];
    mirrors.read(2, pixels);
    assertThat(pixels).containsExactly(100, 101, 102, 103, 104, 105);
    mirrors.read(3, pixels);
    assertThat(pixels).containsExactly(101, 100, 103, 102, 105, 104);
  }

  @Test
  void tenCropsAreFourCornersTheMiddleAndTheirMirrorImages() {
    TenCrop crops = new TenCrop(
        new Colours(new float[][] {{0, 0, 0}, {1, 1, 1}}) {
          @Override
          public int height() {
            return 3;
          }

          @Override
          public int width() {
            return 3;
          }

          @Override
          public void read(int index, float[] pixels) {
            for (int i = 0; i < 27; i++) {
              pixels[i] = index * 100 + i % 9;
            }
          }
        },
        3,
        2);
    assertThat(crops.size()).isEqualTo(20);
    float[][] expected = {
      {0, 1, 3, 4}, {1, 2, 4, 5}, {3, 4, 6, 7}, {4, 5, 7, 8}, {0, 1, 3, 4},
      {1, 0, 4, 3}, {2, 1, 5, 4}, {4, 3, 7, 6}, {5, 4, 8, 7}, {1, 0, 4, 3}
    };
    float[] pixels = new float[12];
    for (int view = 0; view < 10; view++) {
      crops.read(view, pixels);
      assertThat(Arrays.copyOf(pixels, 4)).as("view " + view).isEqualTo(expected[view]);
    }
    crops.read(10, pixels);
    assertThat(pixels[0]).isEqualTo(100);
    assertThat(crops.label(10)).isEqualTo(1);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new HorizontalFlip(1.5))
        .hasMessage("the probability of a flip must lie in [0, 1], received 1.5");
    assertThatThrownBy(() -> new PadAndCrop(-1))
        .hasMessage("padding must be 0 or more pixels, received -1");
    assertThatThrownBy(() -> new ScaleJitter(200, 512, 224))
        .hasMessage(
            "scale jitter needs 1 <= crop <= minSide <= maxSide, received crop 224, sides 200 to 512");
    assertThatThrownBy(() -> PcaColour.imagenet().apply(new Image(1, 1, 1, new float[1]), random))
        .hasMessage("PCA colour needs an image of 3 channels, received [1x1x1]");
  }

  /** Channel 0 counts rows, channel 1 columns. */
  private static Image ramps(int height, int width) {
    float[] pixels = new float[2 * height * width];
    for (int i = 0; i < height * width; i++) {
      pixels[i] = i / width;
      pixels[height * width + i] = i % width;
    }
    return new Image(2, height, width, pixels);
  }

  private static Image pixelBesideBlack() {
    return new Image(3, 1, 2, new float[] {0.2f, 0, 0.4f, 0, 0.6f, 0});
  }

  private static Image noise(int channels, int height, int width) {
    RandomGenerator random = new SplittableRandom(1);
    float[] pixels = new float[channels * height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextFloat();
    }
    return new Image(channels, height, width, pixels);
  }

  private static int indexOfLargest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }

  private static float[] values(Image image) {
    return Arrays.copyOf(image.pixels(), image.channels() * image.height() * image.width());
  }
}
