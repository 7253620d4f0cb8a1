package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sevennets.bench.Benchmark.Rival;
import sevennets.data.Dataset;
import sevennets.data.Splits;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.train.Recipe;
import sevennets.train.Recipes;

/** The way to a trained net, ours and PyTorch's. */
class LearningRaceTest {
  private static final Variant NET = Models.get("lenet5").withInput(1, 28, 28).withClasses(2);
  private static final Splits DATA =
      new Splits(new Halves(64, 1), new Halves(8, 2), new Halves(200, 3));

  @Test
  void aMarkIsPassedAtTheEndOfTheFirstEpochThatReachesIt() {
    Learning learning = new Learning(
        Contender.OURS,
        List.of(
            new Learning.Epoch(10, 0.8),
            new Learning.Epoch(11, 0.93),
            new Learning.Epoch(12, 0.91)),
        0);
    assertThat(learning.secondsTo(0.92)).hasValue(21);
    assertThat(learning.secondsTo(0.94)).isEmpty();
    assertThat(learning.text(0.92)).contains("21 s; 91.00% at the end, after 33 s");
    assertThat(learning.text(0.94)).contains("never");
  }

  @Test
  void oursAloneIsTimedEpochByEpoch() {
    List<Learning> outcome =
        new LearningRace(Set.of(), null, 1).run(NET, plain("smoke").withEpochs(3), DATA);
    assertThat(outcome).hasSize(1);
    assertThat(outcome.get(0).contender()).isEqualTo(Contender.OURS);
    assertThat(outcome.get(0).epochs())
        .hasSize(3)
        .allSatisfy(epoch -> assertThat(epoch.seconds()).isPositive());
  }

  @Test
  void aRecipeThatTheRivalDoesNotKnowIsRefusedInASentence() {
    LearningRace race = new LearningRace(Set.of(Rival.PYTORCH), Path.of("python"), 1);
    assertThatThrownBy(() -> race.run(NET, Recipes.get("efficientnet-imagenet"), DATA))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("recipe 'efficientnet-imagenet' needs more: its optimizer");
    assertThatThrownBy(() -> new LearningRace(Set.of(Rival.STOCK), null, 1))
        .hasMessageContaining("only PyTorch learns beside us");
  }

  /** All images in one batch and no augmentation leave nothing to chance but the order of a sum. */
  @Test
  void withoutChanceBothSidesLearnTheSame() {
    Optional<Path> python = Torch.find(null);
    assumeTrue(python.isPresent(), "no Python with PyTorch here; " + Torch.VARIABLE + " names one");
    Recipe quick = plain("quick").withEpochs(20).withBatchSize(64).withRate(0.005);
    assertThat(quick.regularisation().labelSmoothing()).isPositive();
    List<Learning> outcome =
        new LearningRace(Set.of(Rival.PYTORCH), python.get(), 1).run(NET, quick, DATA);
    assertThat(outcome)
        .extracting(Learning::contender)
        .containsExactly(Contender.OURS, Contender.PYTORCH, Contender.PYTORCH_CHANNELS_LAST);
    List<Double> ours = accuracies(outcome.get(0));
    assertThat(ours).as("it learns").last().satisfies(a -> assertThat(a).isGreaterThan(0.6));
    for (Learning theirs : outcome.subList(1, 3))
      for (int epoch = 0; epoch < ours.size(); epoch++)
        assertThat(accuracies(theirs).get(epoch))
            .as("%s after epoch %d", theirs.contender(), epoch + 1)
            .isCloseTo(ours.get(epoch), within(0.006));
  }

  @Test
  void augmentationOnTheOtherSideStillLearns() {
    Optional<Path> python = Torch.find(null);
    assumeTrue(python.isPresent(), "no Python with PyTorch here; " + Torch.VARIABLE + " names one");
    Recipe quick = Recipes.get("quick").withEpochs(12).withBatchSize(16).withRate(0.005);
    List<Learning> outcome =
        new LearningRace(Set.of(Rival.PYTORCH), python.get(), 1).run(NET, quick, DATA);
    assertThat(outcome).allSatisfy(one -> assertThat(one.accuracy()).isGreaterThan(0.8));
  }

  private static Recipe plain(String name) {
    return Recipes.get(name).withAugmentation();
  }

  private static List<Double> accuracies(Learning learning) {
    return learning.epochs().stream().map(Learning.Epoch::accuracy).toList();
  }

  /** Noise whose upper half is brighter in one class, and its lower half in the other. */
  private record Halves(int size, long seed) implements Dataset {
    @Override
    public String name() {
      return "halves";
    }

    @Override
    public List<String> classes() {
      return List.of("upper", "lower");
    }

    @Override
    public int channels() {
      return 1;
    }

    @Override
    public int height() {
      return 28;
    }

    @Override
    public int width() {
      return 28;
    }

    @Override
    public int label(int index) {
      return index % 2;
    }

    @Override
    public void read(int index, float[] pixels) {
      Random random = new Random(seed * 1000 + index);
      IntStream.range(0, 28 * 28).forEach(i -> {
        boolean upper = i < 14 * 28;
        float more = upper == (label(index) == 0) ? 0.15f : 0;
        pixels[i] = Math.min(1, random.nextFloat() * 0.8f + more);
      });
    }
  }
}
