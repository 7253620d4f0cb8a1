package sevennets.train;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import sevennets.data.Augmentation;
import sevennets.data.CentreCrop;
import sevennets.data.Dataset;
import sevennets.data.RandomResizedCrop;
import sevennets.data.ScaleJitter;

/**
 * How a net is trained: all that, beside the net and the data, decides what comes out.
 *
 * <pre>{@code
 * Recipe recipe = Recipes.get("resnet-cifar").withEpochs(20).withLearningRate(Schedule.cosine(0.1, 20));
 * String text = recipe.text();  // Recipe.parse reads it back
 * }</pre>
 *
 * @param name by which {@link Recipes} and the command line know it
 * @param source the paper, its section, and every departure from it
 * @param epochs passes over the training images
 * @param batchSize images in a step
 * @param learningRate over the epochs
 * @param augmentation random changes of the training images, applied in this order; those that were
 *     joined stand here one by one
 * @param seed of the order of the images, the augmentation, dropout and stochastic depth
 */
public record Recipe(
    String name,
    String source,
    int epochs,
    int batchSize,
    Optimizer optimizer,
    Schedule learningRate,
    Regularisation regularisation,
    List<Augmentation> augmentation,
    long seed) {

  /** Places of a run at which {@link #rate} looks. */
  private static final int RATES_READ = 1000;

  /** What {@code Object.toString} ends with. */
  private static final Pattern PLACE_IN_MEMORY = Pattern.compile("@[0-9a-f]+");

  public Recipe {
    requirePositive("epochs", epochs);
    requirePositive("batch size", batchSize);
    augmentation =
        augmentation.stream().flatMap(change -> change.pieces().stream()).toList();
  }

  /** The same course of the learning rate, stretched or squeezed to so many epochs. */
  public Recipe withEpochs(int epochs) {
    requirePositive("epochs", epochs);
    return with(
        epochs, batchSize, optimizer, learningRate.stretched((double) epochs / this.epochs));
  }

  /**
   * Another batch size, the learning rate scaled in proportion. Goyal et al., arXiv:1706.02677,
   * section 2.1.
   */
  public Recipe withBatchSize(int batchSize) {
    requirePositive("batch size", batchSize);
    return with(
        epochs, batchSize, optimizer, learningRate.times((double) batchSize / this.batchSize));
  }

  /** The same recipe with other chance. */
  public Recipe withSeed(long seed) {
    return with(regularisation, augmentation, seed);
  }

  public Recipe withLearningRate(Schedule learningRate) {
    return with(epochs, batchSize, optimizer, learningRate);
  }

  /** The greatest learning rate of the run. */
  public double rate() {
    return IntStream.rangeClosed(0, RATES_READ)
        .mapToDouble(i -> learningRate.at((double) epochs * i / RATES_READ))
        .max()
        .orElseThrow();
  }

  /** The same course of the learning rate with another greatest rate. */
  public Recipe withRate(double rate) {
    if (!(rate > 0)) {
      throw new IllegalArgumentException("a learning rate must be above 0; received: " + rate);
    }
    return withLearningRate(learningRate.times(rate / rate()));
  }

  public Recipe withOptimizer(Optimizer optimizer) {
    return with(epochs, batchSize, optimizer, learningRate);
  }

  public Recipe withRegularisation(Regularisation regularisation) {
    return with(regularisation, augmentation, seed);
  }

  public Recipe withAugmentation(Augmentation... augmentation) {
    return with(regularisation, List.of(augmentation), seed);
  }

  private Recipe with(int epochs, int batchSize, Optimizer optimizer, Schedule learningRate) {
    return new Recipe(
        name,
        source,
        epochs,
        batchSize,
        optimizer,
        learningRate,
        regularisation,
        augmentation,
        seed);
  }

  private Recipe with(Regularisation regularisation, List<Augmentation> augmentation, long seed) {
    return new Recipe(
        name,
        source,
        epochs,
        batchSize,
        optimizer,
        learningRate,
        regularisation,
        augmentation,
        seed);
  }

  /**
   * The whole recipe as text that {@link #parse} reads back, in the field's terms: it depends on no
   * name of a class.
   *
   * @throws IllegalArgumentException if it holds an optimizer, a schedule or an augmentation that
   *     is not of this project
   */
  public String text() {
    return Notation.write(this);
  }

  /**
   * The {@link #text} of all that decides what comes out, without name, source and seed: by it
   * stored results are found again.
   */
  public String terms() {
    return Notation.write(this, "name", "source", "seed");
  }

  /**
   * Reads the {@link #text} of a recipe.
   *
   * @throws IllegalArgumentException if it is no recipe's text, with the place where it fails
   */
  public static Recipe parse(String text) {
    return Notation.recipe(text);
  }

  /**
   * All that decides what comes out, and nothing else, as text: two recipes with the same settings
   * train the same.
   */
  String settings() {
    return "epochs=%d; batchSize=%d; optimizer=%s; learningRate=%s; regularisation=%s; augmentation=%s; seed=%d"
        .formatted(epochs, batchSize, optimizer, learningRate, regularisation, augmentation, seed);
  }

  /**
   * Sees to it that another process would tell the same {@link #settings} of the same recipe: of a
   * lambda, or an array in a record, Java tells where it lies in memory.
   *
   * @throws IllegalArgumentException with the setting that it would not
   */
  void requireLasting() {
    String name = "recipe";
    for (String setting : settings().split("; ")) {
      if (setting.contains("=")) name = setting.substring(0, setting.indexOf('='));
      if (PLACE_IN_MEMORY.matcher(setting).find())
        throw new IllegalArgumentException(
            "a run in a folder is known again by its recipe's text, and this recipe's %s has a part, such as a lambda, whose text differs in every process; make it a record of numbers, or train without a folder"
                .formatted(name));
    }
  }

  /**
   * In what this recipe differs from one of other {@link #settings}: {@code seed=3 there, seed=9
   * here}.
   */
  String differences(String there) {
    List<String> before = List.of(there.split("; "));
    List<String> differing = new ArrayList<>();
    for (String setting : settings().split("; ")) {
      String name = setting.substring(0, setting.indexOf('=') + 1);
      if (!before.contains(setting)) {
        String was =
            before.stream().filter(other -> other.startsWith(name)).findFirst().orElse("none");
        differing.add(was + " there, " + setting + " here");
      }
    }
    return String.join("; ", differing);
  }

  /**
   * The pieces of {@link #augmentation} as one, their crops of the size that the images of a
   * dataset have. Photographs come in sizes of their own: where no piece crops them, their middle
   * is taken first, as validation takes it.
   */
  public Augmentation augmentationFor(Dataset images) {
    Augmentation first =
        augmentation.stream().anyMatch(Recipe::crops) ? Augmentation.none() : middleOf(images);
    return augmentation.stream()
        .map(piece -> sized(piece, images.height()))
        .reduce(first, Augmentation::then);
  }

  /** Nothing, where every image has its dataset's size. */
  static Augmentation middleOf(Dataset images) {
    return images.variesInSize() ? CentreCrop.ofPhotograph(images.height()) : Augmentation.none();
  }

  private static boolean crops(Augmentation piece) {
    return piece instanceof RandomResizedCrop
        || piece instanceof ScaleJitter
        || piece instanceof CentreCrop;
  }

  /** The papers name pixels of ImageNet's 224; for other images the proportions are kept. */
  private static Augmentation sized(Augmentation piece, int side) {
    if (piece instanceof RandomResizedCrop crop) {
      return new RandomResizedCrop(
          side, crop.minArea(), crop.maxArea(), crop.minAspect(), crop.maxAspect());
    }
    if (piece instanceof ScaleJitter jitter) {
      return new ScaleJitter(
          jitter.minSide() * side / jitter.crop(), jitter.maxSide() * side / jitter.crop(), side);
    }
    return piece;
  }

  private static void requirePositive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "a recipe's %s must be 1 or more; received: %d".formatted(what, value));
    }
  }
}
