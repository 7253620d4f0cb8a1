package sevennets.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Augmentation;
import sevennets.data.Dataset;
import sevennets.data.Image;
import sevennets.data.Normalisation;
import sevennets.data.Splits;
import sevennets.data.delivery.WebFile;
import sevennets.explain.Lens;
import sevennets.graph.Graph;
import sevennets.models.Variant;
import sevennets.ops.Parameter;
import sevennets.train.Recipe;
import sevennets.train.Trainer;
import sevennets.weights.SafeTensors;
import sevennets.weights.SafeTensorsWriter;
import sevennets.weights.StateDict;
import sevennets.weights.Tensors;

/**
 * A pretrained net, taught other classes. Its first layers may be frozen: then their answers, for a
 * few views of each training image and for the middle of the others, are computed once and kept in
 * the run's folder, and only what comes after them is trained, in seconds. What the run leaves is
 * the whole net all the same: {@link TrainedRun} puts both parts together.
 *
 * <pre>{@code
 * FineTuning.of(variant, checkpoint, Normalisation.IMAGENET, 1).freeze("all but the last layer", 1);
 * }</pre>
 */
public final class FineTuning {
  /** The run's fact that says up to which node it is frozen. */
  static final String FROZEN = "frozen";

  /** The frozen part's weights, in the run's folder. */
  static final String PRETRAINED = "pretrained.safetensors";

  private static final int BATCH = 16;

  private final Variant variant;
  private final Graph graph;
  private final ComputationGraph net;
  private final Normalisation normalisation;
  private final Cut cut;
  private final int views;

  private FineTuning(
      Variant variant, ComputationGraph net, Normalisation normalisation, Cut cut, int views) {
    this.variant = variant;
    this.graph = cut == null ? variant.graph() : cut.whole();
    this.net = net;
    this.normalisation = normalisation;
    this.cut = cut;
    this.views = views;
  }

  /**
   * A net with pretrained weights and a new last layer, all of it to be trained.
   *
   * @param variant for the new images and classes
   * @param checkpoint of the same net, for whatever classes
   * @param normalisation that the checkpoint expects
   * @throws IllegalArgumentException if the checkpoint does not fit, with the complete list
   */
  public static FineTuning of(
      Variant variant, Tensors checkpoint, Normalisation normalisation, long seed) {
    Graph graph = variant.graph();
    ComputationGraph net = graph.net(seed);
    StateDict.of(graph, net).loadAllBut(lastLayer(graph), checkpoint);
    return new FineTuning(variant, net, normalisation, null, 1);
  }

  /**
   * The same with its first layers frozen; of a net with auxiliary heads these are left out.
   *
   * @param upTo the last frozen node, or a scope; null for all but the last layer
   * @param views how many views of each training image are kept
   * @throws IllegalArgumentException if the net can't be frozen there; the message says where
   */
  public FineTuning freeze(String upTo, int views) {
    if (views < 1)
      throw new IllegalArgumentException(
          "each training image needs at least 1 view, received " + views);
    Cut at = Cut.of(variant.graph(), upTo);
    ComputationGraph trunk = at.whole().net(0);
    StateDict from = StateDict.of(variant.graph(), net);
    StateDict.of(at.whole(), trunk).load(from);
    return new FineTuning(variant, trunk, normalisation, at, views);
  }

  /** Up to which node the net is frozen; null if it is not. */
  public String frozen() {
    return cut == null ? null : cut.node().name();
  }

  /** How many weights are trained. */
  public long trained() {
    Graph part = cut == null ? graph : cut.rest();
    return part.steps().stream()
        .flatMap(step -> step.parameters().stream())
        .filter(Parameter::learnable)
        .mapToLong(Parameter::size)
        .sum();
  }

  /** What is trained, and on what. */
  public static final class Task {
    private final Trainer trainer;
    private final Supplier<Splits> look;
    private Splits splits;

    private Task(Trainer trainer, Supplier<Splits> look) {
      this.trainer = trainer;
      this.look = look;
    }

    /** Trains, and keeps the run; what it is to note is said before {@link #splits} is called. */
    public Trainer trainer() {
      return trainer;
    }

    /**
     * What the trainer is to see. The first call computes what frozen layers say of the images; by
     * then the run can be resumed, and what was computed is kept.
     */
    public Splits splits() {
      if (splits == null) splits = look.get();
      return splits;
    }
  }

  /**
   * Gets ready to train into a folder.
   *
   * @param folder where the run, the frozen weights and the features are kept
   * @param progress told how many views' features are there, of how many
   */
  public Task task(Splits splits, Recipe recipe, Path folder, Progress progress) {
    if (cut == null)
      return new Task(new Trainer(net, recipe).into(folder).normalise(normalisation), () -> splits);
    ComputationGraph rest = cut.rest().net(recipe.seed());
    StateDict head = StateDict.of(cut.rest(), rest);
    head.load(new TensorMap().with(StateDict.of(graph, net), head.names()));
    Trainer trainer = new Trainer(rest, onFeatures(recipe))
        .into(folder)
        .normalise(Normalisation.none(cut.node().shape().channels()))
        .note("normalisation", normalisation.toString())
        .note(FROZEN, frozen())
        .note("views", String.valueOf(views));
    keepFrozen(folder);
    return new Task(trainer, () -> features(splits, recipe, folder, trainer, progress));
  }

  /**
   * Goes on with a run that was stopped: its frozen part comes from the run's folder, and so do the
   * features that were computed.
   *
   * @param facts of {@link TrainedRun#facts}
   */
  static Task resume(
      Map<String, String> facts,
      Splits splits,
      Recipe recipe,
      Path folder,
      Consumer<String> warn,
      Progress progress) {
    Variant variant = TrainedRun.variant(facts);
    Cut cut = Cut.of(variant.graph(), facts.get(FROZEN));
    ComputationGraph net = cut.whole().net(0);
    loadFrozen(cut, net, folder);
    FineTuning tuning = new FineTuning(
        variant, net, Facts.normalisation(facts), cut, Integer.parseInt(facts.get("views")));
    Trainer trainer = Trainer.resume(folder, onFeatures(recipe), warn)
        .normalise(Normalisation.none(cut.node().shape().channels()));
    return new Task(trainer, () -> tuning.features(splits, recipe, folder, trainer, progress));
  }

  /** Whether a run trains the rest of a frozen net. */
  public static boolean isFrozen(Map<String, String> facts) {
    return facts.containsKey(FROZEN);
  }

  /** As {@link #task} does for a run that begins, for one that goes on. */
  public static Task goOn(
      Splits splits, Recipe recipe, Path folder, Consumer<String> warn, Progress progress) {
    return resume(TrainedRun.facts(folder), splits, recipe, folder, warn, progress);
  }

  /** Is told how far the features are. */
  @FunctionalInterface
  public interface Progress {
    void at(int done, int all);
  }

  /** The views are cut and coloured before the frozen layers, so not after them. */
  private static Recipe onFeatures(Recipe recipe) {
    return recipe.withAugmentation();
  }

  private static Set<String> lastLayer(Graph graph) {
    return graph.heads().stream()
        .map(head -> graph.step(head.logits().name()))
        .flatMap(step -> step.parameters().stream()
            .map(parameter -> step.node().name() + "." + parameter.tensor()))
        .collect(Collectors.toSet());
  }

  // ---- the frozen part

  private void keepFrozen(Path folder) {
    StateDict all = StateDict.of(graph, net);
    try {
      SafeTensorsWriter.write(
          folder.resolve(PRETRAINED),
          new TensorMap().with(all, frozenNames(cut)),
          Map.of("format", "pt", "arch", variant.name()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Set<String> frozenNames(Cut cut) {
    Set<String> rest =
        cut.rest().steps().stream().map(step -> step.node().name()).collect(Collectors.toSet());
    return cut.whole().steps().stream()
        .filter(step -> !rest.contains(step.node().name()))
        .flatMap(step -> step.parameters().stream()
            .map(parameter -> step.node().name() + "." + parameter.tensor()))
        .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }

  static void loadFrozen(Cut cut, ComputationGraph net, Path folder) {
    StateDict state = StateDict.of(cut.whole(), net);
    try (SafeTensors frozen = SafeTensors.open(folder.resolve(PRETRAINED))) {
      state.load(new TensorMap().with(state, state.names()).with(frozen, frozenNames(cut)));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read the frozen part's weights, %s".formatted(folder.resolve(PRETRAINED)), e);
    }
  }

  // ---- features

  private Splits features(
      Splits splits, Recipe recipe, Path folder, Trainer trainer, Progress progress) {
    Features train = unseen(splits.train(), views);
    Features validation = unseen(splits.validation(), 1);
    Features test = unseen(splits.test(), 1);
    trainer.begin(train, validation);
    int all = train.size() + validation.size() + test.size();
    int[] done = {0};
    Runnable one = () -> progress.at(++done[0], all);
    look(train, recipe, folder.resolve("features-train.bin"), one);
    look(validation, recipe, folder.resolve("features-validation.bin"), one);
    look(test, recipe, folder.resolve("features-test.bin"), one);
    return new Splits(train, validation, test);
  }

  private Features unseen(Dataset images, int of) {
    return new Features(images, of, cut.node().shape(), new float[of * images.size()][]);
  }

  /** Fills the rows of features, those that were computed before from their file. */
  private void look(Features features, Recipe recipe, Path file, Runnable progress) {
    String madeFrom =
        madeFrom(features.of(), features.views(), recipe, file.resolveSibling(PRETRAINED));
    float[][] rows = features.values();
    try (FeatureFile kept =
        FeatureFile.open(file, madeFrom, (int) cut.node().shape().size())) {
      // Always the same batches: what a layer computes may differ in the last bit with their size.
      int whole = kept.read(rows);
      int there = whole == rows.length ? whole : whole / BATCH * BATCH;
      for (int i = 0; i < there; i++) progress.run();
      Lens lens = new Lens(graph, net);
      for (int from = there; from < rows.length; from += BATCH) {
        int to = Math.min(rows.length, from + BATCH);
        float[][] computed = compute(lens, features.of(), features.views(), recipe, from, to);
        for (int i = from; i < to; i++) {
          rows[i] = computed[i - from];
          kept.write(i, rows[i]);
          progress.run();
        }
      }
    }
  }

  private float[][] compute(Lens lens, Dataset images, int views, Recipe recipe, int from, int to) {
    int plane = images.height() * images.width();
    float[] pixels = new float[images.channels() * plane * (to - from)];
    float[] one = new float[images.channels() * plane];
    for (int i = from; i < to; i++) {
      view(images, i / views, i % views, recipe, one);
      for (int j = 0; j < one.length; j++)
        pixels[(i - from) * one.length + j] =
            (one[j] - normalisation.mean()[j / plane]) / normalisation.std()[j / plane];
    }
    try (INDArray batch = Nd4j.create(
        pixels, new long[] {to - from, images.channels(), images.height(), images.width()}, 'c')) {
      INDArray values = lens.values(frozen(), batch);
      float[] flat = values.dup('c').data().asFloat();
      float[][] rows = new float[to - from][];
      int length = flat.length / rows.length;
      for (int i = 0; i < rows.length; i++)
        rows[i] = Arrays.copyOfRange(flat, i * length, (i + 1) * length);
      return rows;
    }
  }

  /** The first view is the one that every image is judged by. */
  private static void view(Dataset images, int index, int view, Recipe recipe, float[] into) {
    if (view == 0) {
      images.read(index, into);
      return;
    }
    Image image = new Image();
    images.read(index, image);
    Augmentation augmentation = recipe.augmentationFor(images);
    augmentation.apply(
        image, new SplittableRandom(recipe.seed() * 1_000_003L + 31L * index + view));
    images.requireSize(index, image);
    System.arraycopy(image.pixels(), 0, into, 0, into.length);
  }

  private String madeFrom(Dataset images, int views, Recipe recipe, Path weights) {
    List<String> parts = new ArrayList<>(List.of(
        variant.name(),
        WebFile.sumOf(weights),
        frozen(),
        normalisation.toString(),
        String.valueOf(views),
        views == 1 ? "" : recipe.augmentation() + " " + recipe.seed()));
    for (int i = 0; i < images.size(); i++) parts.add(images.describe(i));
    return String.join("\n", parts);
  }
}
