package sevennets.claims;

import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import sevennets.files.Fields;
import sevennets.ops.Shape;
import sevennets.train.Recipe;
import sevennets.train.Recipes;

/**
 * How much a sweep may cost: the same for all arms of an ablation.
 *
 * <pre>{@code
 * Budget budget = Budget.quick().withData("cifar10").withSeeds(8).withEpochs(10);
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), budget, new Store(folder));
 * }</pre>
 *
 * @param data the dataset's name
 * @param images training images, a stratified sample that each seed draws anew; all of them if
 *     there are fewer
 * @param testImages test images, one sample for all
 * @param epochs passes over them
 * @param firstSeed the others follow it; those below {@link #FIRST_SEED} are for trials
 * @param seeds runs of each arm
 * @param recipe the recipe that all arms share
 * @param batch images in a step instead of the arms' own, their rates scaled in proportion; 0 for
 *     their own
 * @param rate the greatest learning rate instead of the arms' own; 0 for their own
 * @param size side of the images in pixels instead of the arms' own; 0 for their own
 */
public record Budget(
    String data,
    int images,
    int testImages,
    int epochs,
    int firstSeed,
    int seeds,
    Recipe recipe,
    int batch,
    double rate,
    int size) {

  /** Seeds below this were used for pilots and tuning; what counts is run with others. */
  public static final int FIRST_SEED = 101;

  private static final int ALL = Integer.MAX_VALUE;
  private static final String EVERY_ONE = "all";

  public Budget {
    if (images < 1 || testImages < 1 || epochs < 1 || seeds < 1 || firstSeed < 1)
      throw new IllegalArgumentException(
          "a sweep needs at least 1 image, 1 epoch, 1 seed and a first seed of 1 or more, received "
              + "%d images, %d epochs, %d seeds from %d"
                  .formatted(images, epochs, seeds, firstSeed));
    if (batch < 0 || rate < 0 || size < 0)
      throw new IllegalArgumentException(
          "batch, learning rate and resolution are above 0, or 0 for the arms' own, received %d, %s, %d"
              .formatted(batch, rate, size));
  }

  private Budget(String data, int images, int testImages, int seeds, Recipe recipe) {
    this(data, images, testImages, recipe.epochs(), FIRST_SEED, seeds, recipe, 0, 0, 0);
  }

  /** One step of each arm with one seed: shows that everything is wired, and nothing else. */
  public static Budget smoke() {
    return new Budget("fashion-mnist", 64, 64, 1, Recipes.get("smoke"));
  }

  /** Five seeds on a tenth of Fashion-MNIST: under an hour for most ablations on two CPU cores. */
  public static Budget quick() {
    return new Budget("fashion-mnist", 5_500, ALL, 5, Recipes.get("quick"));
  }

  /** All of CIFAR-10 by the paper's recipe: for a GPU. */
  public static Budget full() {
    return new Budget("cifar10", ALL, ALL, 5, Recipes.get("resnet-cifar"));
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
    return with(data, images, epochs);
  }

  public Budget withImages(int images) {
    return with(data, images, epochs);
  }

  public Budget withEpochs(int epochs) {
    return with(data, images, epochs);
  }

  public Budget withSeeds(int seeds) {
    return with(firstSeed, seeds);
  }

  public Budget withFirstSeed(int firstSeed) {
    return with(firstSeed, seeds);
  }

  public Budget withRecipe(Recipe recipe) {
    return with(recipe, batch, rate, size);
  }

  public Budget withBatch(int batch) {
    return with(recipe, batch, rate, size);
  }

  public Budget withRate(double rate) {
    return with(recipe, batch, rate, size);
  }

  public Budget withSize(int size) {
    return with(recipe, batch, rate, size);
  }

  private Budget with(String data, int images, int epochs) {
    return new Budget(
        data, images, testImages, epochs, firstSeed, seeds, recipe, batch, rate, size);
  }

  private Budget with(int firstSeed, int seeds) {
    return new Budget(
        data, images, testImages, epochs, firstSeed, seeds, recipe, batch, rate, size);
  }

  private Budget with(Recipe recipe, int batch, double rate, int size) {
    return new Budget(
        data, images, testImages, epochs, firstSeed, seeds, recipe, batch, rate, size);
  }

  /** The seeds of the runs that count. */
  public List<Integer> seedNumbers() {
    return IntStream.range(firstSeed, firstSeed + seeds).boxed().toList();
  }

  /** All of it in words, for a file or another machine; {@link #of(Map)} reads it back. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", data);
    settings.put("images", count(images));
    settings.put("test_images", count(testImages));
    settings.put("epochs", String.valueOf(epochs));
    settings.put("first_seed", String.valueOf(firstSeed));
    settings.put("seeds", String.valueOf(seeds));
    settings.put("batch", String.valueOf(batch));
    settings.put("rate", String.valueOf(rate));
    settings.put("size", String.valueOf(size));
    settings.put("recipe", recipe.text());
    return settings;
  }

  /**
   * From its {@link #settings}. What was kept before seeds had a first one has the name of its
   * recipe only.
   */
  public static Budget of(Map<String, String> settings) {
    Map<String, String> all =
        new HashMap<>(Map.of("first_seed", "1", "batch", "0", "rate", "0", "size", "0"));
    all.putAll(settings);
    Fields fields = new Fields("settings.properties", all);
    String recipe = fields.text("recipe");
    return new Budget(
        fields.text("data"),
        count(fields, "images"),
        count(fields, "test_images"),
        fields.whole("epochs", 1),
        fields.whole("first_seed", 1),
        fields.whole("seeds", 1),
        recipe.contains("(") ? Recipe.parse(recipe) : Recipes.get(recipe),
        fields.whole("batch", 0),
        fields.number("rate", 0, Outcome.LARGEST),
        fields.whole("size", 0));
  }

  private static String count(int images) {
    return images == ALL ? EVERY_ONE : String.valueOf(images);
  }

  private static int count(Fields fields, String images) {
    return fields.text(images).equals(EVERY_ONE) ? ALL : fields.whole(images, 1);
  }

  /** Training images in words. */
  public String sample() {
    return images == ALL
        ? "all training images"
        : String.format(Locale.ROOT, "%,d training images", images);
  }

  /** What a run is shown, for its {@link Fingerprint}. */
  String images(Shape shape) {
    return "%s as %dx%d, %s for training drawn by the seed in the classes' proportions, a tenth as many for validation, %s for the test"
        .formatted(data, shape.height(), shape.width(), count(images), count(testImages));
  }

  /** The recipe of one run, in this many epochs and with this seed. */
  public Recipe recipe(Arm arm, long seed) {
    Recipe own = arm.recipe().apply(recipe.withEpochs(epochs).withSeed(seed));
    Recipe batched = batch == 0 ? own : own.withBatchSize(batch);
    return rate == 0 ? batched : batched.withRate(rate);
  }

  /** How long an ablation's arms are trained, in words: {@code 2 to 38 epochs} if they differ. */
  public String length(Ablation ablation) {
    IntSummaryStatistics epochs = ablation.arms().stream()
        .mapToInt(arm -> recipe(arm, firstSeed).epochs())
        .summaryStatistics();
    int least = epochs.getMin(), most = epochs.getMax();
    return least < most
        ? "%d to %d epochs".formatted(least, most)
        : "%d %s".formatted(most, most == 1 ? "epoch" : "epochs");
  }

  /** The side of an arm's images, in pixels. */
  public int size(Arm arm) {
    return size == 0 ? arm.size() : size;
  }
}
