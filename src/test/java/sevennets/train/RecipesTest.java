package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

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
