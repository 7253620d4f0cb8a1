package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static sevennets.PrintedTable.number;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.PrintedTable;
import sevennets.data.Augmentation;
import sevennets.data.Cutout;
import sevennets.data.HorizontalFlip;
import sevennets.data.Image;
import sevennets.data.PadAndCrop;
import sevennets.data.RandomResizedCrop;

class RecipesTest {

  @Test
  void everyPaperHasItsRecipe() {
    assertThat(Recipes.names())
        .contains(
            "alexnet-imagenet",
            "vgg-imagenet",
            "googlenet-imagenet",
            "resnet-imagenet",
            "resnet-cifar",
            "densenet-cifar",
            "densenet-imagenet",
            "senet-imagenet",
            "efficientnet-imagenet",
            "smoke",
            "quick");
    assertThat(new HashSet<>(Recipes.names())).hasSameSizeAs(Recipes.names());
  }

  /** As another process would make it: by its settings a run is known again. */
  @Test
  void joinedChangesAreToldAsIfTheyStoodOneByOne() {
    Recipe joined = Blobs.recipe()
        .withAugmentation(
            Augmentation.none().then(new PadAndCrop(1).then(new HorizontalFlip(0.5))));
    Recipe apart = Blobs.recipe().withAugmentation(new PadAndCrop(1), new HorizontalFlip(0.5));
    assertThat(joined.settings()).isEqualTo(apart.settings());
    assertThat(joined.terms()).isEqualTo(apart.terms());
    assertThat(Blobs.recipe().withAugmentation(Augmentation.none()).settings())
        .isEqualTo(Blobs.recipe().withAugmentation().settings());
  }

  @Test
  void cutoutIsToldByItsNumbers() {
    assertThat(cutout().settings()).isEqualTo(cutout().settings()).contains("[0.5, 0.25]");
  }

  private static Recipe cutout() {
    return Blobs.recipe().withAugmentation(new Cutout(3, new float[] {0.5f, 0.25f}));
  }

  @Test
  void cropWithinJoinedChangesTakesTheImagesSize() {
    Image image = new Image(1, 40, 40, new float[1600]);
    Blobs.recipe()
        .withAugmentation(new RandomResizedCrop(224).then(new HorizontalFlip(0.5)))
        .augmentationFor(Blobs.training())
        .apply(image, new SplittableRandom(1));
    assertThat(image.shape()).isEqualTo("[1x8x8]");
  }

  @Test
  void everyRecipeNamesItsSourceAndHasARateThroughout() {
    for (String name : Recipes.names()) {
      Recipe recipe = Recipes.get(name);
      assertThat(recipe.source())
          .as(name)
          .matches("(?s).*(Ours|arXiv:\\d{4}\\.\\d{4,5}|20\\d\\d, section).*");
      for (double epoch = 0.01; epoch < recipe.epochs(); epoch += 0.37) {
        assertThat(recipe.learningRate().at(epoch))
            .as("%s at epoch %s", name, epoch)
            .isBetween(1e-7, 1.0);
      }
    }
  }

  /** Held against a file that was typed from the papers, not printed by this code. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.train.Recipes#names")
  void everySettingIsThePapers(String name) {
    Map<String, String> printed = new TreeMap<>();
    for (List<String> row : PrintedTable.rows(RecipesTest.class, "printed-recipes.txt")) {
      if (row.get(0).equals(name)) printed.put(row.get(1), row.get(2));
    }
    Recipe recipe = Recipes.get(name);
    Map<String, String> settings = new TreeMap<>();
    settings.put("epochs", String.valueOf(recipe.epochs()));
    settings.put("batch", String.valueOf(recipe.batchSize()));
    settings.put("optimizer", rule(recipe.optimizer()));
    Regularisation regularisation = recipe.regularisation();
    settings.put(
        "weight decay", number(regularisation.weightDecay()) + " on " + regularisation.decay());
    if (regularisation.labelSmoothing() > 0)
      settings.put("label smoothing", number(regularisation.labelSmoothing()));
    if (regularisation.averageDecay() > 0)
      settings.put("average", number(regularisation.averageDecay()));
    if (regularisation.clipNorm() > 0) settings.put("clipping", number(regularisation.clipNorm()));
    settings.put(
        "rate", ratesAtThoseEpochs(recipe.learningRate(), printed.getOrDefault("rate", "")));
    assertThat(settings).isEqualTo(printed);
  }

  private static String rule(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Sgd sgd)
      return (sgd.nesterov() ? "Nesterov " : "momentum ") + number(sgd.momentum());
    if (optimizer instanceof Optimizer.RmsProp rms)
      return "RMSProp %s, momentum %s, epsilon %s"
          .formatted(number(rms.decay()), number(rms.momentum()), number(rms.epsilon()));
    return optimizer.toString();
  }

  private static String ratesAtThoseEpochs(Schedule schedule, String printed) {
    return Arrays.stream(printed.split(" "))
        .map(entry -> entry.substring(0, entry.indexOf(':')))
        .map(epoch -> epoch + ":" + number(schedule.at(Double.parseDouble(epoch))))
        .collect(Collectors.joining(" "));
  }

  @Test
  void resnetOnCifarRunsTheSixtyFourThousandIterationsOfThePaper() {
    int batches = 45_000 / 128;
    assertThat(Recipes.get("resnet-cifar").epochs() * batches)
        .isBetween(64_000 - batches / 2 - 1, 64_000 + batches / 2 + 1);
  }

  @Test
  void unknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> Recipes.get("resnet"))
        .hasMessageContaining("'resnet'")
        .hasMessageContaining("resnet-cifar");
  }
}
