package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalisationTest {
  @Test
  void meanAndDeviationAreThoseOfEachChannel() {
    Normalisation normalisation =
        Normalisation.of(new Colours(new float[][] {{0, 0.2f, 0.5f}, {1, 0.4f, 0.5f}}));
    assertThat(normalisation.mean()).containsExactly(new float[] {0.5f, 0.3f, 0.5f}, within(1e-6f));
    assertThat(normalisation.std()).containsExactly(new float[] {0.5f, 0.1f, 1}, within(1e-6f));
  }

  @Test
  void aSampleIsSpreadEvenlyOverTheDataset() {
    // Every fourth of 100 images: 0, 4, ... 96, whose values are 48 / 1024 on average, plus the
    // place in the image.
    Normalisation sample = Normalisation.of(new Numbered(100), 25);
    assertThat(sample.mean(0)).isCloseTo((48 * 16 + 2.5f) / 16384, within(1e-7f));
  }

  @Test
  void channelsThatDoNotFitTheDatasetAreRefused() {
    assertThatThrownBy(() -> Loader.evaluation(new Numbered(1), Normalisation.IMAGENET, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numbered has 2 channels, the normalisation has 3");
    assertThatThrownBy(() -> new Normalisation(new float[1], new float[] {0}))
        .hasMessage("a standard deviation must be above 0, received [0.0]");
  }

  @Test
  void itKeepsItsOwnCopyOfWhatItIsGiven() {
    float[] mean = {0.5f};
    Normalisation normalisation = new Normalisation(mean, new float[] {1});
    mean[0] = 9;
    assertThat(normalisation).isEqualTo(new Normalisation(new float[] {0.5f}, new float[] {1}));
  }
}
