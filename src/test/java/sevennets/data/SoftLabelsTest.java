package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SoftLabelsTest {
  private static final Normalisation PLAIN = Normalisation.none(2);

  @Test
  void labelSmoothingSpreadsItsShareOverAllClasses() {
    Batch batch = first(training().withLabelSmoothing(0.1));
    for (int i = 0; i < batch.size(); i++) {
      for (int c = 0; c < 4; c++) {
        float expected = c == batch.classes()[i] ? 0.9f + 0.025f : 0.025f;
        assertThat(batch.labels().getFloat(i, c)).isCloseTo(expected, within(1e-7f));
      }
    }
  }

  @Test
  void mixupBlendsTheFirstWithTheLastBySameWeightInImagesAndLabels() {
    Batch plain = first(training());
    Batch mixed = first(training().withMixup(1));
    int n = plain.size();
    float weight = (mixed.images().getFloat(0, 0, 0, 0) - plain.images().getFloat(n - 1, 0, 0, 0))
        / (plain.images().getFloat(0, 0, 0, 0) - plain.images().getFloat(n - 1, 0, 0, 0));
    assertThat(weight).isStrictlyBetween(0f, 1f);
    for (int i = 0; i < n; i++) {
      int partner = n - 1 - i;
      assertThat(mixed.images().getFloat(i, 1, 1, 2))
          .isCloseTo(
              weight * plain.images().getFloat(i, 1, 1, 2)
                  + (1 - weight) * plain.images().getFloat(partner, 1, 1, 2),
              within(1e-4f));
      for (int c = 0; c < 4; c++) {
        assertThat(mixed.labels().getFloat(i, c))
            .isCloseTo(
                weight * plain.labels().getFloat(i, c)
                    + (1 - weight) * plain.labels().getFloat(partner, c),
                within(1e-4f));
      }
      assertThat(mixed.labels().getRow(i).sumNumber().floatValue()).isCloseTo(1, within(1e-6f));
    }
    assertThat(mixed.classes()).isEqualTo(plain.classes());
  }

  @Test
  void mixupDrawsAnewForEveryBatchAndTheSameForTheSameSeed() {
    Loader loader = training().withMixup(0.2);
    float[] first = first(loader).labels().dup().data().asFloat();
    assertThat(first(loader).labels().data().asFloat()).isEqualTo(first);
    assertThat(loader.epoch(1, 0).iterator().next().labels().data().asFloat()).isNotEqualTo(first);
  }

  /** Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)). */
  @Test
  void mixupWeightsHaveTheMomentsOfTheirBetaDistribution() {
    for (double alpha : new double[] {0.2, 1, 2}) {
      Mixup mixup = new Mixup(alpha);
      SplittableRandom random = new SplittableRandom(3);
      double sum = 0;
      double squares = 0;
      int draws = 200_000;
      for (int i = 0; i < draws; i++) {
        double weight = mixup.beta(random);
        sum += weight;
        squares += (weight - 0.5) * (weight - 0.5);
      }
      assertThat(sum / draws).isCloseTo(0.5, within(0.005));
      assertThat(squares / draws)
          .as("variance for alpha " + alpha)
          .isCloseTo(1 / (4 * (2 * alpha + 1)), within(0.001));
    }
  }

  @Test
  void sharesAndAlphasThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> training().withLabelSmoothing(1))
        .hasMessage("label smoothing must lie in [0, 1), received 1.0");
    assertThatThrownBy(() -> training().withMixup(0))
        .hasMessage("mixup needs alpha above 0, received 0.0");
  }

  private static Loader training() {
    return Loader.training(new Numbered(40), Augmentation.none(), PLAIN, 9, 5);
  }

  private static Batch first(Loader loader) {
    return loader.epoch(0, 0).iterator().next();
  }
}
