package sevennets.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ImageGridTest {
  @Test
  void pixelsOfAChannelsFirstImageKeepTheirPlaceAndColour() {
    INDArray image = Nd4j.zeros(1, 3, 2, 3);
    image.putScalar(new int[] {0, 1, 1, 2}, 1f); // green, second row, third column
    BufferedImage shown = Pixels.images(image, Pixels.Range.UNIT).get(0);
    assertThat(shown.getRGB(2, 1) & 0xFFFFFF).isEqualTo(0x00FF00);
    assertThat(shown.getRGB(1, 1) & 0xFFFFFF).isZero();
  }

  @Test
  void aFortranOrderedArrayShowsTheSame() {
    INDArray c = Nd4j.rand(2, 1, 3, 4);
    BufferedImage one = Pixels.images(c, Pixels.Range.UNIT).get(1);
    BufferedImage other = Pixels.images(c.dup('f'), Pixels.Range.UNIT).get(1);
    assertThat(other.getRGB(3, 1)).isEqualTo(one.getRGB(3, 1));
    assertThat(other.getRGB(0, 2)).isEqualTo(one.getRGB(0, 2));
  }

  @Test
  void zeroInAFilterIsMidGreyAndOneScaleHoldsForAll() {
    INDArray filters = Nd4j.create(new float[] {0, 2, -4, 1}, 2, 1, 1, 2);
    List<BufferedImage> shown = Pixels.images(filters, Pixels.Range.SYMMETRIC);
    assertThat(shown.get(0).getRGB(0, 0) & 0xFF).isEqualTo(128);
    assertThat(shown.get(0).getRGB(1, 0) & 0xFF).isEqualTo(191);
    assertThat(shown.get(1).getRGB(0, 0) & 0xFF).isZero();
  }

  @Test
  void filtersOfManyChannelsAreOneImageEach() {
    assertThat(ImageGrid.filters(Nd4j.rand(4, 5, 3, 3)).altText()).isEqualTo("Grid of 20 filters.");
    assertThat(ImageGrid.filters(Nd4j.rand(4, 3, 3, 3)).altText()).isEqualTo("Grid of 4 filters.");
  }

  @Test
  void mistakesAreNamedWithTheTrueClassAndCounted() {
    ImageGrid grid = ImageGrid.of(Nd4j.rand(2, 1, 4, 4))
        .predicted(new int[] {0, 1}, new int[] {0, 0}, List.of("Coat", "Bag"));
    assertThat(grid.altText())
        .isEqualTo("Grid of 2 images, 1 of them wrongly classified: Coat, Bag \u2717 is Coat.");
  }

  @Test
  void theGridIsAsWideAsItsColumns() {
    ImageGrid grid = ImageGrid.of(Nd4j.rand(6, 1, 4, 4)).side(30);
    int three = grid.columns(3).image().getWidth();
    int six = grid.columns(6).image().getWidth();
    assertThat(six - three).isEqualTo(3 * (2 * 30 + 12));
    assertThat(grid.columns(3).image().getHeight())
        .isGreaterThan(grid.columns(6).image().getHeight());
  }

  @Test
  void aHotPixelIsRedAndAColdOneGrey() {
    INDArray image = Nd4j.create(new float[] {0, 1}, 1, 1, 1, 2);
    List<BufferedImage> grey = Pixels.images(image, Pixels.Range.EACH);
    BufferedImage shown =
        Pixels.heated(grey, Nd4j.create(new float[] {1, 0}, 1, 1, 1, 2)).get(0);
    assertThat(shown.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xAB4B00);
    assertThat(shown.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
  }

  @Test
  void twoChannelsAreNoImage() {
    assertThatThrownBy(() -> ImageGrid.of(Nd4j.rand(2, 2, 4, 4)))
        .hasMessage(
            "images must be N x C x H x W with C = 1 or 3, and have the shape [2, 2, 4, 4]");
  }

  @Test
  void titlesMustBeAsManyAsImages() {
    assertThatThrownBy(() -> ImageGrid.of(Nd4j.rand(2, 1, 4, 4)).titled(List.of("one")))
        .hasMessage("a grid of 2 images needs 2 titles, and got 1");
  }
}
