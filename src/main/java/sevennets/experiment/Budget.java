package sevennets.experiment;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sevennets.train.Recipe;
import sevennets.train.Recipes;

/**
 * How much a sweep may cost: the same for all arms of an ablation.
 *
 * @param data the dataset's name
 * @param images training images, a stratified sample; all of them if there are fewer
 * @param testImages test images, likewise
 * @param epochs passes over them
 * @param seeds runs of each arm
 * @param recipe the recipe that all arms share
 */
public record Budget(
    String data, int images, int testImages, int epochs, int seeds, Recipe recipe) {

  private static final int ALL = Integer.MAX_VALUE;
  private static final String EVERY_ONE = "all";

  public Budget {
    if (images < 1 || testImages < 1 || epochs < 1 || seeds < 1)
      throw new IllegalArgumentException(
          "a sweep needs at least 1 image, 1 epoch and 1 seed, received " + images + " images, "
              + epochs + " epochs, " + seeds + " seeds");
  }

  /** One step of each arm with one seed: shows that everything is wired, and nothing else. */
  public static Budget smoke() {
    return new Budget("fashion-mnist", 64, 64, 1, 1, Recipes.get("smoke"));
  }

  /** Five seeds on a tenth of Fashion-MNIST: under an hour for most ablations on two CPU cores. */
  public static Budget quick() {
    return new Budget("fashion-mnist", 5_500, ALL, 6, 5, Recipes.get("quick"));
  }

  /** All of CIFAR-10 by the paper's recipe: for a GPU. */
  public static Budget full() {
    return new Budget(
        "cifar10", ALL, ALL, Recipes.get("resnet-cifar").epochs(), 5, Recipes.get("resnet-cifar"));
  }

  /** By the name of a profile. */
  public static Budget of(String profile) {
    return switch (profile) {
      case "smoke" -> smoke();
      case "quick" -> quick();
      case "full" -> full();
      default ->
        throw new IllegalArgumentException("no profile is called '" + profile + "'; there are "
            + List.of("smoke", "quick", "full"));
    };
  }

  public Budget withData(String data) {
    return new Budget(data, images, testImages, epochs, seeds, recipe);
  }

  public Budget withImages(int images) {
    return new Budget(data, images, testImages, epochs, seeds, recipe);
  }

  public Budget withEpochs(int epochs) {
    return new Budget(data, images, testImages, epochs, seeds, recipe);
  }

  public Budget withSeeds(int seeds) {
    return new Budget(data, images, testImages, epochs, seeds, recipe);
  }

  /** All of it in words, for a file or another machine; {@link #of(Map)} reads it back. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", data);
    settings.put("images", count(images));
    settings.put("test_images", count(testImages));
    settings.put("epochs", String.valueOf(epochs));
    settings.put("seeds", String.valueOf(seeds));
    settings.put("recipe", recipe.name());
    return settings;
  }

  /** From its {@link #settings}. */
  public static Budget of(Map<String, String> settings) {
    return new Budget(
        settings.get("data"),
        count(settings.get("images")),
        count(settings.get("test_images")),
        Integer.parseInt(settings.get("epochs")),
        Integer.parseInt(settings.get("seeds")),
        Recipes.get(settings.get("recipe")));
  }

  private static String count(int images) {
    return images == ALL ? EVERY_ONE : String.valueOf(images);
  }

  private static int count(String images) {
    return images.equals(EVERY_ONE) ? ALL : Integer.parseInt(images);
  }

  /** Training images in words. */
  String sample() {
    return images == ALL
        ? "all training images"
        : String.format(Locale.ROOT, "%,d training images", images);
  }

  /** The recipe of one run, in this many epochs and with this seed. */
  Recipe recipe(Arm arm, long seed) {
    return arm.recipe().apply(recipe.withEpochs(epochs).withSeed(seed));
  }

  /** Names the settings in a folder: results of one are never mixed with those of another. */
  String folder() {
    return "%s-%s-images-%d-epochs-%s"
        .formatted(data.replaceAll("[^A-Za-z0-9.-]", "_"), count(images), epochs, recipe.name());
  }
}
