package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ImageTest {
  @Test
  void aWindowOverTheEdgeIsBlackThere() {
    Image image = image(2, 3, 1, 2, 3, 4, 5, 6).window(-1, 1, 3, 3);
    assertThat(values(image)).containsExactly(0, 0, 0, 2, 3, 0, 5, 6, 0);
  }

  @Test
  void aWindowBesideTheImageIsBlack() {
    assertThat(values(image(1, 2, 1, 2).window(0, 5, 1, 2))).containsExactly(0, 0);
    assertThat(values(image(1, 2, 1, 2).window(-3, 0, 1, 2))).containsExactly(0, 0);
  }

  @Test
  void aWindowIsCutFromEveryChannel() {
    Image image = new Image(2, 2, 2, new float[] {1, 2, 3, 4, 5, 6, 7, 8}).window(1, 0, 1, 2);
    assertThat(values(image)).containsExactly(3, 4, 7, 8);
  }

  @Test
  void aFlipMirrorsLeftAndRight() {
    assertThat(values(image(2, 3, 1, 2, 3, 4, 5, 6).flip())).containsExactly(3, 2, 1, 6, 5, 4);
  }

  @Test
  void halvingAveragesWithAWidenedTriangle() {
    // Weights of the outputs at 1 and 3, over inputs centred at .5, 1.5, 2.5, 3.5: (.75, .75, .25)
    // / 1.75 and its mirror.
    assertThat(values(image(1, 4, 0, 7, 14, 21).resize(1, 2)))
        .containsExactly(
            new float[] {(7 * .75f + 14 * .25f) / 1.75f, (7 * .25f + 14 * .75f + 21 * .75f) / 1.75f
            },
            within(1e-5f));
  }

  @Test
  void doublingIsBilinear() {
    assertThat(values(image(2, 1, 0, 4).resize(4, 1)))
        .containsExactly(new float[] {0, 1, 3, 4}, within(1e-6f));
  }

  @Test
  void resizingKeepsAFlatImageFlat() {
    float[] flat = new float[3 * 37 * 53];
    Arrays.fill(flat, 0.625f);
    Image image = new Image(3, 37, 53, flat).resize(24, 80);
    assertThat(image.shape()).isEqualTo("[3x24x80]");
    for (float value : values(image)) {
      assertThat(value).isCloseTo(0.625f, within(1e-6f));
    }
  }

  @Test
  void resizingTheShorterSideKeepsTheProportion() {
    assertThat(new Image(1, 100, 151, new float[15_100]).resizeShorterSide(50).shape())
        .isEqualTo("[1x50x75]");
    assertThat(new Image(1, 151, 100, new float[15_100]).resizeShorterSide(50).shape())
        .isEqualTo("[1x75x50]");
  }

  /**
   * torchvision's CenterCrop computes round((size - crop) / 2), and Python rounds a half to the
   * even number.
   */
  @Test
  void theCentreIsWhereTorchvisionHasIt() {
    assertThat(values(image(1, 4, 0, 1, 2, 3).centreCrop(1, 3))).containsExactly(0, 1, 2);
    assertThat(values(image(1, 4, 0, 1, 2, 3).centreCrop(1, 1))).containsExactly(2);
    assertThat(values(image(1, 4, 0, 1, 2, 3).centreCrop(1, 2))).containsExactly(1, 2);
    assertThat(values(image(4, 1, 0, 1, 2, 3).centreCrop(3, 1))).containsExactly(0, 1, 2);
    assertThat(values(image(4, 1, 0, 1, 2, 3).centreCrop(1, 1))).containsExactly(2);
  }

  @Test
  void aBufferUsedAgainLeavesNothingBehind() {
    Image image = image(1, 4, 9, 9, 9, 9);
    image.window(0, 0, 1, 4).window(0, -1, 1, 3);
    assertThat(values(image)).containsExactly(0, 9, 9);
  }

  @Test
  void aCropOfWhatIsScaledIsThatOfTheWholeScaledImage() {
    float[] pixels = new float[3 * 31 * 47];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i * 37 % 101 / 100f;
    }
    for (Filter filter : Filter.values()) {
      for (int[] size : new int[][] {{19, 64}, {31, 20}, {50, 47}, {90, 13}}) {
        Image whole = new Image(3, 31, 47, pixels.clone()).resize(size[0], size[1], filter);
        whole.pixels();
        Image cut = new Image(3, 31, 47, pixels.clone()).resize(size[0], size[1], filter);
        assertThat(values(cut.window(3, 2, 11, 9))).isEqualTo(values(whole.window(3, 2, 11, 9)));
        Image over = new Image(3, 31, 47, pixels.clone()).resize(size[0], size[1], filter);
        assertThat(values(over.window(-4, 5, 60, 30))).hasSize(3 * 60 * 30);
        Image again = new Image(3, 31, 47, pixels.clone()).resize(size[0], size[1], filter);
        again.pixels();
        assertThat(values(over)).isEqualTo(values(again.window(-4, 5, 60, 30)));
      }
    }
  }

  @Test
  void whatIsCutFromAPictureIsWhatIsCutFromItsNumbers() {
    BufferedImage picture = new BufferedImage(47, 31, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 31 * 47; i++) {
      picture.setRGB(i % 47, i / 47, i * 2_654_435);
    }
    Image late = ImageFile.of(picture).window(2, 3, 25, 40).resize(17, 64).window(1, 2, 16, 30);
    Image early = ImageFile.of(picture);
    early.pixels();
    early.window(2, 3, 25, 40).pixels();
    early.resize(17, 64).pixels();
    assertThat(values(late)).isEqualTo(values(early.window(1, 2, 16, 30)));
    assertThat(values(ImageFile.of(picture).window(-2, 40, 10, 20).flip()))
        .isEqualTo(
            values(new Image().set(ImageFile.of(picture)).window(-2, 40, 10, 20).flip()));
  }

  @Test
  void pixelsThatDoNotFitTheShapeAreRefused() {
    assertThatThrownBy(() -> new Image(3, 2, 2, new float[4]))
        .hasMessage("an image of [3x2x2] has 12 values, received 4");
  }

  private static Image image(int height, int width, float... pixels) {
    return new Image(1, height, width, pixels);
  }

  private static float[] values(Image image) {
    return Arrays.copyOf(image.pixels(), image.channels() * image.height() * image.width());
  }
}
