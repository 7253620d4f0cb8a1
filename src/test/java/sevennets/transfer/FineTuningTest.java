package sevennets.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.HorizontalFlip;
import sevennets.data.Normalisation;
import sevennets.data.Splits;
import sevennets.files.DataException;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.train.Recipe;
import sevennets.train.Recipes;
import sevennets.weights.StateDict;

class FineTuningTest {
  private static final Normalisation HALF =
      new Normalisation(new float[] {.5f, .5f, .5f}, new float[] {.5f, .5f, .5f});

  @TempDir
  Path folder;

  private final Variant variant = Models.get("resnet20_cifar").withClasses(2);
  private final Splits splits = new Splits(new Shades(24), new Shades(8), new Shades(8));
  private final Recipe recipe = Recipes.get("finetune")
      .withEpochs(4)
      .withBatchSize(8)
      .withAugmentation(new HorizontalFlip(0.5));
  private StateDict pretrained;

  @BeforeEach
  void pretrain() {
    Variant thousand = variant.withClasses(1000);
    pretrained = StateDict.of(thousand.graph(), thousand.net(9));
  }

  private FineTuning.Task task(List<String> seen) {
    return task(folder, (done, all) -> seen.add(done + "/" + all));
  }

  private FineTuning.Task task(Path into, FineTuning.Progress progress) {
    return FineTuning.of(variant, pretrained, HALF, 1)
        .freeze("layer3", 3)
        .task(splits, recipe, into, progress);
  }

  private FineTuning.Task resumed(FineTuning.Progress progress) {
    return FineTuning.goOn(splits, recipe, folder, warning -> {}, progress);
  }

  private void note(FineTuning.Task task) {
    task.trainer()
        .note("arch", variant.name())
        .note("data", "shades")
        .note(Facts.INPUT, Facts.input(splits.train()))
        .note(Facts.CLASSES, Facts.classes(splits.train().classes()));
  }

  @Test
  void theRunIsTheWholeNetAndItsFrozenPartIsAsItWas() {
    FineTuning.Task task = task(new ArrayList<>());
    note(task);
    task.trainer().fit(task.splits().train(), task.splits().validation());
    TrainedRun run = TrainedRun.open(folder, warning -> {});
    assertThat(run.classes()).containsExactly("dark", "light");
    assertThat(run.normalisation()).isEqualTo(HALF);
    assertThat(run.weights().read("layer2.0.conv1.weight"))
        .isEqualTo(pretrained.read("layer2.0.conv1.weight"));
    assertThat(run.weights().shape("fc.weight")).containsExactly(2, 64);
    var evaluation = sevennets.train.Evaluation.of(
        run.classifier().net(), splits.test(), run.normalisation(), 8);
    assertThat(evaluation.acc1()).isEqualTo(1);
  }

  @Test
  void featuresThatAreThereAreNotComputedAgainAndAKilledRunLosesABatchAtMost() throws IOException {
    List<String> seen = new ArrayList<>();
    FineTuning.Task task = task(seen);
    note(task);
    Features first = (Features) task.splits().train();
    assertThat(seen).hasSize(3 * 24 + 8 + 8).endsWith("88/88");
    Path file = folder.resolve("features-train.bin");
    byte[] whole = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(whole.length / 2 + 13);
    }
    Features again = (Features) resumed((done, all) -> {}).splits().train();
    assertThat(again.values()).isDeepEqualTo(first.values());
    assertThat(file).hasBinaryContent(whole);
  }

  @Test
  void viewsOfAnImageDifferAndTheFirstIsTheImageItself() {
    Splits seen = task(new ArrayList<>()).splits();
    Features train = (Features) seen.train();
    assertThat(train.size()).isEqualTo(72);
    assertThat(train.label(3)).isEqualTo(1);
    Features test = (Features) seen.test();
    assertThat(test.values()[1]).isEqualTo(train.values()[3]);
    boolean someDiffer = false;
    for (int i = 0; i < 24; i++)
      someDiffer |= !java.util.Arrays.equals(train.values()[3 * i], train.values()[3 * i + 1]);
    assertThat(someDiffer).isTrue();
  }

  @Test
  void runningStatisticsAreNoWeightsThatAreTrained() {
    FineTuning tuning = FineTuning.of(variant, pretrained, HALF, 1);
    assertThat(tuning.trained()).isEqualTo(269_722 - 65 * 8);
    // Two convolutions of 64 x 64 x 3 x 3, two batch norms, the last layer.
    assertThat(tuning.freeze("layer3.1", 1).trained())
        .isEqualTo(2 * 64 * 64 * 9 + 2 * 2 * 64 + 64 * 2 + 2);
  }

  @Test
  void otherWeightsMakeOtherFeatures() {
    Features first = (Features) task(new ArrayList<>()).splits().test();
    Variant thousand = variant.withClasses(1000);
    pretrained = StateDict.of(thousand.graph(), thousand.net(10));
    Splits others = task(folder.resolve("others"), (done, all) -> {}).splits();
    assertThat(((Features) others.test()).values()[0]).isNotEqualTo(first.values()[0]);
  }

  @Test
  void aStoppedRunGoesOnToTheSameWeights() throws IOException {
    FineTuning.Task whole = task(new ArrayList<>());
    note(whole);
    whole.trainer().fit(whole.splits().train(), whole.splits().validation());
    Path other = folder.resolve("other");
    FineTuning.Task begun = task(other, (done, all) -> {});
    note(begun);
    begun.trainer().listen(new sevennets.train.Progress() {
      @Override
      public void epochEnded(sevennets.train.History history) {
        if (history.epochs().size() == 2) Thread.currentThread().interrupt();
      }
    });
    begun.trainer().fit(begun.splits().train(), begun.splits().validation());
    Thread.interrupted();
    FineTuning.Task resumed =
        FineTuning.goOn(splits, recipe, other, warning -> {}, (done, all) -> {});
    resumed.trainer().fit(resumed.splits().train(), resumed.splits().validation());
    assertThat(resumed.trainer().history().epochs()).hasSize(4);
    assertThat(resumed.trainer().net().params()).isEqualTo(whole.trainer().net().params());
  }

  @Test
  void aRunKilledWhileTheFrozenLayersLookIsOneToResume() {
    FineTuning.Task task = task(folder, (done, all) -> {
      if (done == 40) throw new IllegalStateException("killed");
    });
    note(task);
    assertThatThrownBy(task::splits).hasMessage("killed");
    for (int time = 0; time < 2; time++) { // a second kill finds what the first left
      assertThat(TrainedRun.facts(folder)).containsEntry("arch", variant.name());
      List<String> seen = new ArrayList<>();
      FineTuning.Task resumed = resumed((done, all) -> seen.add(done + "/" + all));
      resumed.splits();
      assertThat(seen).hasSize(3 * 24 + 8 + 8);
      resumed.trainer().listen(new sevennets.train.Progress() {
        @Override
        public void batchEnded(sevennets.train.Step step) {
          throw new IllegalStateException("killed");
        }
      });
      assertThatThrownBy(() ->
              resumed.trainer().fit(resumed.splits().train(), resumed.splits().validation()))
          .hasMessage("killed");
    }
  }

  @Test
  void unfrozenEveryWeightIsTrainedFromThePretrainedOnes() {
    FineTuning tuning = FineTuning.of(variant, pretrained, HALF, 1);
    assertThat(tuning.frozen()).isNull();
    FineTuning.Task task = tuning.task(splits, recipe.withEpochs(1), folder, (done, all) -> {});
    StateDict state = StateDict.of(variant.graph(), task.trainer().net());
    assertThat(state.read("layer1.0.conv1.weight"))
        .isEqualTo(pretrained.read("layer1.0.conv1.weight"));
    task.trainer().fit(task.splits().train(), task.splits().validation());
    assertThat(state.read("layer1.0.conv1.weight"))
        .isNotEqualTo(pretrained.read("layer1.0.conv1.weight"));
  }

  @Test
  void aStoppedRunThatIsNotFrozenGoesOnWithTheNormalisationThatItsWeightsExpect()
      throws IOException {
    FineTuning.Task begun = FineTuning.of(variant, pretrained, HALF, 1)
        .task(splits, recipe.withEpochs(2), folder, (done, all) -> {});
    begun.trainer().listen(new sevennets.train.Progress() {
      @Override
      public void epochEnded(sevennets.train.History history) {
        if (history.epochs().size() == 1) Thread.currentThread().interrupt();
      }
    });
    begun.trainer().fit(splits.train(), splits.validation());
    Thread.interrupted();
    var resumed = sevennets.train.Trainer.resume(folder, recipe.withEpochs(2), warning -> {});
    assertThat(resumed.normalisation()).isEqualTo(HALF);
    resumed.fit(splits.train(), splits.validation());
    FineTuning.Task whole = FineTuning.of(variant, pretrained, HALF, 1)
        .task(splits, recipe.withEpochs(2), folder.resolve("whole"), (done, all) -> {});
    whole.trainer().fit(splits.train(), splits.validation());
    assertThat(resumed.net().params()).isEqualTo(whole.trainer().net().params());
  }

  @Test
  void aCheckpointOfAnotherNetIsRefused() {
    Variant other = Models.get("resnet32_cifar");
    assertThatThrownBy(() -> FineTuning.of(other, pretrained, HALF, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit the net");
  }

  @Test
  void aViewOfAnotherSizeThanTheImagesIsRefused() {
    Recipe larger = recipe.withAugmentation((image, random) -> image.resize(40, 40));
    FineTuning.Task task = FineTuning.of(variant, pretrained, HALF, 1)
        .freeze("layer3", 2)
        .task(splits, larger, folder, (done, all) -> {});
    assertThatThrownBy(task::splits)
        .isInstanceOf(DataException.class)
        .hasMessage(
            "image 0 of shades is [3x40x40] after augmentation, the batches of shades hold [3x32x32]; let the augmentation end in a crop");
  }
}
