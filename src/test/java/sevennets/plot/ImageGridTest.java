package sevennets.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
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
  void aHotPixelIsDarkRedAndAColdOneFaded() {
    INDArray image = Nd4j.create(new float[] {0, 1, 0}, 1, 1, 1, 3);
    List<BufferedImage> grey = Pixels.images(image, Pixels.Range.EACH);
    BufferedImage shown =
        Pixels.heated(grey, Nd4j.create(new float[] {1, 0, 0}, 1, 1, 1, 3)).get(0);
    assertThat(shown.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x590000);
    assertThat(shown.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
    assertThat(shown.getRGB(2, 0) & 0xFFFFFF).as("black, and cold").isEqualTo(0xB3B3B3);
  }

  @Test
  void theHotterADarkerRedOnAScaleThatReadsInGrey() {
    for (int i = 1; i <= 100; i++)
      assertThat(brightness(Pixels.hot(i / 100f)))
          .isLessThanOrEqualTo(brightness(Pixels.hot((i - 1) / 100f)));
  }

  private static double brightness(Color colour) {
    return 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
  }

  @Test
  void eachPhotoStandsBesideItsHeatMapAndTheScaleBelow() {
    INDArray images = Nd4j.rand(5, 1, 4, 4), heat = Nd4j.rand(5, 1, 4, 4);
    ImageGrid pairs = ImageGrid.heated(images, heat).columns(5);
    ImageGrid plain = ImageGrid.of(images).columns(5);
    assertThat(pairs.image().getWidth()).isGreaterThan(2 * 5 * 72 * 2);
    assertThat(pairs.image().getHeight()).isEqualTo(plain.image().getHeight() + 2 * 24);
    assertThat(pairs.altText()).isEqualTo("Grid of 5 images and their heat maps.");
  }

  @Test
  void inALongRowTheHeatMapStandsBelow() {
    ImageGrid row =
        ImageGrid.heated(Nd4j.rand(10, 1, 4, 4), Nd4j.rand(10, 1, 4, 4)).columns(10);
    assertThat(row.image().getHeight()).isGreaterThan(2 * 72 * 2);
    assertThat(row.image().getWidth()).isLessThan(2 * 10 * 72 * 2);
  }

  @Test
  void manyHeatMapsOfOneImageDoNotRepeatIt() {
    INDArray one = Nd4j.rand(1, 1, 4, 4);
    INDArray same = Nd4j.concat(0, one, one, one);
    assertThat(ImageGrid.heated(same, Nd4j.rand(3, 1, 4, 4)).altText())
        .isEqualTo("Grid of 3 heat maps of one image.");
  }

  @Test
  void onOneScaleAWeakMapStaysDark() {
    INDArray maps = Nd4j.create(new float[] {0, 4, 0, 1}, 2, 1, 1, 2);
    List<BufferedImage> shown = Pixels.images(maps, Pixels.Range.ALL);
    assertThat(shown.get(0).getRGB(1, 0) & 0xFF).isEqualTo(255);
    assertThat(shown.get(1).getRGB(1, 0) & 0xFF).isEqualTo(64);
  }

  @Test
  void whatAGridShowsIsItsCaptionInAsManyLinesAsItNeeds() {
    ImageGrid grid = ImageGrid.of(Nd4j.rand(2, 1, 4, 4));
    int without = grid.image().getHeight();
    assertThat(grid.called("two images").image().getHeight()).isEqualTo(without + 2 * 18 + 12);
    assertThat(grid.called("two images, of which more is said than one line can hold")
            .image()
            .getHeight())
        .isEqualTo(without + 2 * 2 * 18 + 12);
  }

  @Test
  void aGridFitsAProjector() {
    for (int columns : new int[] {1, 5, 10, 100}) {
      BufferedImage all = ImageGrid.of(Nd4j.rand(100, 1, 4, 4)).columns(columns).image();
      boolean least = all.getWidth() == 2 * (16 + 6) * columns + 12;
      assertThat(all.getWidth() <= 2 * 1200 && all.getHeight() <= 2 * 720 || least)
          .isTrue();
    }
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
