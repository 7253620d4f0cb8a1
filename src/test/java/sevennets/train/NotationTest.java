package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.data.Cutout;
import sevennets.data.Distortion;

class NotationTest {

  static Stream<Recipe> recipes() {
    return Stream.concat(
        Recipes.names().stream().map(Recipes::get),
        Stream.of(Recipes.get("quick")
            .withBatchSize(32)
            .withEpochs(9)
            .withOptimizer(Optimizer.discriminative(Optimizer.adam(0.9, 0.98, 1e-6), 0.01))
            .withLearningRate(Schedule.cosine(0.1, 9)
                .withWarmup(2)
                .startingAt(0.01, 1)
                .stretched(1.5)
                .times(0.3))
            .withAugmentation(Distortion.STRONG, new Cutout(8, new float[] {0.5f}))));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aRecipeIsReadAsItWasWritten(Recipe recipe) {
    Recipe read = Recipe.parse(recipe.text());
    assertThat(read.text()).isEqualTo(recipe.text());
    assertThat(read.rate()).isEqualTo(recipe.rate());
    assertThat(read.learningRate()).isEqualTo(recipe.learningRate());
    assertThat(read.optimizer()).isEqualTo(recipe.optimizer());
  }

  @Test
  void whatIsNotOfThisProjectIsRefusedBeforeItIsLost() {
    Recipe own = Recipes.get("quick").withLearningRate(epoch -> 0.1);
    assertThatThrownBy(own::text).hasMessageContaining("could not be read back");
  }

  @Test
  void aWrongTextIsNamedWithThePlace() {
    assertThatThrownBy(() -> Recipe.parse("recipe(name=\"x\", source=\"y\", epochs=3, batch=1)"))
        .hasMessageContaining("'batchSize'");
    assertThatThrownBy(
            () -> Recipe.parse(Recipes.get("quick").text().replace("one-cycle", "two-cycle")))
        .hasMessageContaining("one-cycle");
  }

  @Test
  void whatOthersMayHaveWrittenIsRefusedWithThePlace() {
    String text = Recipes.get("quick").text();
    assertThatThrownBy(() -> Recipe.parse(text.replaceFirst("epochs=\\d+", "epochs=many")))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("needs a number at character", "received 'many");
    assertThatThrownBy(() -> Recipe.parse(text.substring(0, text.indexOf('"') + 1) + "\\"))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs '\"'");
    String deep = "learningRate=" + "stretched(schedule=".repeat(10_000);
    assertThatThrownBy(() -> Recipe.parse(text.replaceFirst("learningRate=.*", deep)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a recipe's text needs");
  }

  @Test
  void anotherGreatestRateKeepsTheCourse() {
    Recipe quick = Recipes.get("quick"), gentle = quick.withRate(0.1);
    assertThat(quick.rate()).isEqualTo(0.4);
    assertThat(gentle.rate()).isCloseTo(0.1, org.assertj.core.api.Assertions.offset(1e-12));
    assertThat(gentle.learningRate().at(4.2))
        .isCloseTo(quick.learningRate().at(4.2) / 4, org.assertj.core.api.Assertions.offset(1e-12));
  }
}
