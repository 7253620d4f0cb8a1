package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Filter;
import sevennets.data.Image;
import sevennets.data.ImageFile;
import sevennets.data.Normalisation;
import sevennets.weights.Preprocessing.Source;

/**
 * The expected numbers are torchvision's Resize, CenterCrop, ToTensor and Normalize of the same
 * picture.
 */
class PreprocessingTest {

  /** Waves, tiles and wrapped ramps, 41 x 58. */
  private static Image picture() {
    int height = 41;
    int width = 58;
    float[] pixels = new float[3 * height * width];
    for (int y = 0; y < height; y++)
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        pixels[at] = (x * 8 + y * 3) % 256 / 255f;
        pixels[height * width + at] = ((x / 4 + y / 5) % 2 == 0 ? 250 : 5) / 255f;
        pixels[2 * height * width + at] = (x * x + y * y * 2) % 256 / 255f;
      }
    return new Image(3, height, width, pixels);
  }

  private static void assertValues(INDArray images, int side, double... expected) {
    assertThat(images.shape()).containsExactly(1, 3, side, side);
    double[] values = {
      images.getDouble(0, 0, 0, 0),
      images.getDouble(0, 0, 0, 1),
      images.getDouble(0, 1, 3, 5),
      images.getDouble(0, 2, side - 1, side - 1),
      images.getDouble(0, 1, 7, 0)
    };
    double level = 1.05 / 255 / 0.224; // a grey level, after division by the deviation
    assertThat(values).containsExactly(expected, within(level));
  }

  @Test
  void scalingCroppingAndNormalisingAreTorchvisions() {
    assertValues(
        new Preprocessing(20, 16, Filter.BILINEAR, Normalisation.IMAGENET).apply(picture()),
        16,
        -0.0972,
        0.1768,
        -0.1099,
        0.2173,
        1.2206);
    assertValues(
        new Preprocessing(21, 21, Filter.BICUBIC, Normalisation.IMAGENET).apply(picture()),
        21,
        -0.9192,
        -0.6452,
        -1.9132,
        0.8448,
        0.923);
  }

  @Test
  void googLeNetsNormalisationIsImageNetsWithItsTransformInput() {
    Normalisation direct = Preprocessing.of(Source.TORCHVISION, "googlenet").normalisation();
    float pixel = 0.37f;
    for (int c = 0; c < 3; c++) {
      float normalised =
          (pixel - Normalisation.IMAGENET.mean()[c]) / Normalisation.IMAGENET.std()[c];
      float transformed = normalised * (Normalisation.IMAGENET.std()[c] / 0.5f)
          + (Normalisation.IMAGENET.mean()[c] - 0.5f) / 0.5f;
      assertThat((pixel - direct.mean()[c]) / direct.std()[c])
          .isCloseTo(transformed, within(1e-6f));
    }
  }

  @Test
  void eachSourceHasItsOwnTable() {
    assertThat(Preprocessing.of(Source.TORCHVISION, "resnet50"))
        .extracting("resize", "crop", "filter")
        .containsExactly(256, 224, Filter.BILINEAR);
    assertThat(Preprocessing.of(Source.TORCHVISION_V2, "resnet50"))
        .extracting("resize", "crop")
        .containsExactly(232, 224);
    assertThat(Preprocessing.of(Source.TORCHVISION, "inception_v3"))
        .extracting("resize", "crop")
        .containsExactly(342, 299);
    assertThat(Preprocessing.of(Source.TORCHVISION, "efficientnet_b4"))
        .extracting("resize", "crop", "filter")
        .containsExactly(384, 380, Filter.BICUBIC);
    assertThat(Preprocessing.of(Source.TIMM, "seresnet50"))
        .extracting("resize", "crop", "filter")
        .containsExactly(256, 224, Filter.BICUBIC);
    assertThat(
            Preprocessing.of(Source.LITE, "efficientnet_lite0").normalisation().std()[1])
        .isEqualTo(128 / 255f);
  }

  @Test
  void aNetsWeightsComeFromWhereTheyAreKnown() {
    assertThat(Source.of("resnet50")).isEqualTo(Source.TORCHVISION);
    assertThat(Source.of("seresnet50")).isEqualTo(Source.TIMM);
    assertThat(Source.of("efficientnet_lite0")).isEqualTo(Source.LITE);
  }

  /**
   * A real photograph, decoded too: what Pillow's resize and crop give for it, as torchvision's
   * transforms call them. Row by row a place's x and y, and its red, green and blue of 255; then
   * the channels' means.
   */
  @ParameterizedTest
  @CsvSource({
    "256, 224, BILINEAR, 170 132 109 155 113 106 164 122 83 190 149 122 193 168 148, 146.433 105.747 73.704",
    "235, 224, BICUBIC, 158 118 108 165 125 125 122 70 31 191 151 127 188 164 151, 147.497 107.633 77.381",
    "341, 299, BICUBIC, 172 134 112 157 116 108 193 148 108 192 153 124 194 169 148, 146.428 105.740 73.716",
  })
  void aPhotographIsSeenAsPillowSeesIt(
      int resize, int crop, Filter filter, String pixels, String means) {
    Image seen = new Preprocessing(resize, crop, filter, Normalisation.none(3))
        .cut(ImageFile.read(Path.of("notebooks/your-photos/chelsea.png")));
    int[][] places = {{0, 0}, {crop - 1, 0}, {37, 101}, {crop / 2, crop / 2}, {crop - 1, crop - 1}};
    String[] expected = pixels.split(" ");
    for (int i = 0; i < places.length; i++)
      for (int c = 0; c < 3; c++)
        assertThat(255 * seen.at(c, places[i][1], places[i][0]))
            .as("channel %d at %s", c, Arrays.toString(places[i]))
            .isCloseTo(Float.parseFloat(expected[3 * i + c]), within(0.01f));
    for (int c = 0; c < 3; c++) {
      double sum = 0;
      for (int i = 0; i < crop * crop; i++) sum += 255 * seen.pixels()[c * crop * crop + i];
      assertThat(sum / (crop * crop))
          .isCloseTo(Double.parseDouble(means.split(" ")[c]), within(0.001));
    }
  }

  @Test
  void aGreyImageIsRefused() {
    assertThatThrownBy(() ->
            Preprocessing.of(Source.TIMM, "seresnet50").apply(new Image(1, 4, 4, new float[16])))
        .hasMessageContaining("three channels")
        .hasMessageContaining("[1x4x4]");
  }
}
