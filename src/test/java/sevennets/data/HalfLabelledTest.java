package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HalfLabelledTest {
  private final Dataset whole = new Numbered(40);
  private final Dataset half = new HalfLabelled(whole, 8, 1);

  @Test
  void aFewImagesKeepTheirLabelsInProportionToTheClasses() {
    int[] told = IntStream.range(0, half.size())
        .map(half::label)
        .filter(label -> label != Dataset.UNLABELLED)
        .toArray();
    assertThat(told).hasSize(40);
    for (int c = 0; c < 4; c++) {
      int label = c;
      assertThat(Arrays.stream(told).filter(l -> l == label)).hasSize(10);
    }
    assertThat(IntStream.range(0, 40).mapToObj(this::image).distinct()).hasSize(8);
  }

  @Test
  void everyImageComesOnceWithoutItsLabel() {
    assertThat(IntStream.range(40, 80).map(half::label)).containsOnly(Dataset.UNLABELLED);
    assertThat(IntStream.range(40, 80).mapToObj(this::image).distinct()).hasSize(40);
  }

  @Test
  void aSampleKeepsTheShares() {
    Dataset sample = Subset.sample(half, 20, 1);
    assertThat(IntStream.range(0, 20).filter(i -> sample.label(i) == Dataset.UNLABELLED))
        .hasSize(10);
  }

  @Test
  void anImageWithoutALabelHasARowOfZerosAlsoWhereLabelsAreSoft() {
    for (Batch batch : Loader.training(half, new HorizontalFlip(0.5), Normalisation.none(2), 20, 1)
        .withLabelSmoothing(0.1)
        .epoch(0, 0)) {
      for (int i = 0; i < batch.size(); i++) {
        float sum = batch.labels().getRow(i).sumNumber().floatValue();
        assertThat(Math.round(1e6f * sum))
            .isEqualTo(batch.classes()[i] == Dataset.UNLABELLED ? 0 : 1_000_000);
      }
    }
  }

  @Test
  void asManyLabelsAsImagesAtMost() {
    assertThatThrownBy(() -> new HalfLabelled(whole, 41, 1))
        .hasMessageContainingAll("numbered", "40", "41");
    assertThatThrownBy(() -> Datasets.load("labels-0:fashion-mnist"))
        .hasMessageContainingAll("fashion-mnist", "55000 images", "received 0");
  }

  /** Its first pixel, which differs from image to image. */
  private float image(int index) {
    float[] pixels = new float[12];
    half.read(index, pixels);
    return pixels[0];
  }
}
