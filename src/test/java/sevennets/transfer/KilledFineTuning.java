package sevennets.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.deeplearning4j.util.ModelSerializer;
import sevennets.data.HorizontalFlip;
import sevennets.data.Normalisation;
import sevennets.data.Splits;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.train.Recipe;
import sevennets.train.Recipes;
import sevennets.train.Trainer;
import sevennets.weights.StateDict;

/**
 * A process that fine-tunes, and goes on where it was killed: started and ended by
 * {@link KilledFineTuningTest}.
 */
final class KilledFineTuning {
  static final String FINISHED = "finished.zip";
  static final int EPOCHS = 6, BATCHES = 9;
  private static final Normalisation HALF =
      new Normalisation(new float[] {.5f, .5f, .5f}, new float[] {.5f, .5f, .5f});

  private KilledFineTuning() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Splits splits = new Splits(new Shades(48), new Shades(10), new Shades(11));
    Recipe recipe = Recipes.get("finetune")
        .withEpochs(EPOCHS)
        .withBatchSize(3 * 48 / BATCHES)
        .withAugmentation(new HorizontalFlip(0.5));
    System.out.println("begins");
    FineTuning.Task task = Trainer.canResume(folder)
        ? FineTuning.goOn(splits, recipe, folder, System.out::println, (done, all) -> {})
        : begun(splits, recipe, folder);
    task.trainer().saveEvery(Duration.ZERO);
    task.trainer().fit(task.splits().train(), task.splits().validation());
    ModelSerializer.writeModel(task.trainer().net(), folder.resolve(FINISHED).toFile(), false);
  }

  private static FineTuning.Task begun(Splits splits, Recipe recipe, Path folder) {
    Variant variant = Models.get("resnet20_cifar").withClasses(2);
    Variant thousand = variant.withClasses(1000);
    StateDict pretrained = StateDict.of(thousand.graph(), thousand.net(9));
    FineTuning.Task task = FineTuning.of(variant, pretrained, HALF, 1)
        .freeze("layer3.1", 3)
        .task(splits, recipe, folder, (done, all) -> {});
    task.trainer()
        .note("arch", variant.name())
        .note("data", "shades")
        .note(Facts.INPUT, Facts.input(splits.train()))
        .note(Facts.CLASSES, Facts.classes(splits.train().classes()));
    return task;
  }
}
