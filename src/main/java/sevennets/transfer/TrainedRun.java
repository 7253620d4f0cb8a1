package sevennets.transfer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Datasets;
import sevennets.data.Filter;
import sevennets.data.Normalisation;
import sevennets.data.Splits;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.models.Variant;
import sevennets.ops.Shape;
import sevennets.train.RunWeights;
import sevennets.train.Trainer;
import sevennets.weights.Classifier;
import sevennets.weights.Preprocessing;
import sevennets.weights.StateDict;
import sevennets.weights.Tensors;

/**
 * A run of {@code ./lab train} as something that answers: it knows its net, its classes' names, the
 * size of its images, how they are cut and normalised.
 *
 * <pre>{@code
 * TrainedRun run = TrainedRun.open(Path.of("runs/mine"), System.err::println);
 * List<Classifier.Answer> answers = run.classifier().top(run.classifier().probabilities(List.of(photo))[0], 3);
 * }</pre>
 *
 * @param facts all that {@code run.properties} says
 * @param variant the net, for the run's images and classes
 * @param graph as it was trained, with auxiliary heads
 * @param weights by PyTorch's names
 */
public record TrainedRun(
    Path folder, Map<String, String> facts, Variant variant, Graph graph, Tensors weights) {

  /**
   * Of a photograph whose shorter side is scaled, the share that is cut: as {@code folder:} does.
   */
  private static final double CROP_SHARE = 0.875;

  /**
   * Opens a run.
   *
   * @param warn told, in a sentence, of every checkpoint that is damaged and passed over
   * @throws IllegalArgumentException if the folder holds no run, or one that has saved nothing yet
   */
  public static TrainedRun open(Path folder, Consumer<String> warn) {
    Map<String, String> facts = facts(folder);
    Variant variant = variant(facts);
    if (FineTuning.isFrozen(facts)) return assembled(folder, facts, variant, warn);
    Graph graph = variant.graph();
    ComputationGraph net = graph.net(0);
    RunWeights.into(net, folder, warn);
    return new TrainedRun(folder, facts, variant, graph, StateDict.of(graph, net));
  }

  /** The frozen part as it was, and what was trained after it. */
  private static TrainedRun assembled(
      Path folder, Map<String, String> facts, Variant variant, Consumer<String> warn) {
    Cut cut = Cut.of(variant.graph(), facts.get(FineTuning.FROZEN));
    ComputationGraph rest = cut.rest().net(0);
    RunWeights.into(rest, folder, warn);
    StateDict trained = StateDict.of(cut.rest(), rest);
    ComputationGraph net = cut.whole().net(0);
    FineTuning.loadFrozen(cut, net, folder);
    StateDict state = StateDict.of(cut.whole(), net);
    state.load(new TensorMap().with(state, state.names()).with(trained, trained.names()));
    return new TrainedRun(folder, facts, variant, cut.whole(), state);
  }

  /**
   * What a run was started with.
   *
   * @throws IllegalArgumentException if the folder holds no run
   */
  public static Map<String, String> facts(Path folder) {
    if (!Files.isRegularFile(folder.resolve("run.properties")))
      throw new IllegalArgumentException(
          "%s holds no run that './lab train' began (it has no run.properties)".formatted(folder));
    return completed(Trainer.facts(folder));
  }

  /** The net of a run, for its images and classes. */
  public static Variant variant(Map<String, String> facts) {
    if (!facts.containsKey("arch"))
      throw new IllegalArgumentException(
          "run.properties does not name the run's net; only runs of './lab train' can be opened");
    Shape input = Facts.input(facts);
    return Models.get(facts.get("arch"))
        .withInput(input.channels(), input.height(), input.width())
        .withClasses(Facts.classes(facts).size());
  }

  /** Runs of before these were written down still have their data. */
  private static Map<String, String> completed(Map<String, String> facts) {
    if (facts.containsKey(Facts.INPUT) && facts.containsKey(Facts.CLASSES)
        || !facts.containsKey("data")) return facts;
    Splits splits = Datasets.load(facts.get("data"));
    Map<String, String> all = new HashMap<>(facts);
    all.putIfAbsent(Facts.INPUT, Facts.input(splits.train()));
    all.putIfAbsent(Facts.CLASSES, Facts.classes(splits.train().classes()));
    return all;
  }

  /** The classes' names, in the order of the net's outputs. */
  public List<String> classes() {
    return Facts.classes(facts);
  }

  /** How the run's images are normalised. */
  public Normalisation normalisation() {
    return Facts.normalisation(facts);
  }

  /** What is done to a photograph before the net sees it: what was done to the run's own images. */
  public Preprocessing preprocessing() {
    int size = variant.input().height();
    if (!ofPhotographs()) {
      int border = Facts.border(facts);
      return new Preprocessing(
          size - 2 * border, size, Filter.BILINEAR, normalisation(), true, border);
    }
    int resize = (int) Math.round(size / CROP_SHARE);
    return new Preprocessing(resize, size, Filter.BILINEAR, normalisation(), true);
  }

  /**
   * Whether its data are photographs of many sizes; other data are images of one size, seen whole.
   */
  private boolean ofPhotographs() {
    String data = facts.getOrDefault("data", "");
    if (facts.containsKey(Facts.PHOTOGRAPHS)) {
      return Boolean.parseBoolean(facts.get(Facts.PHOTOGRAPHS));
    }
    return data.contains("folder:") || data.contains("imagenet");
  }

  /** The net as one that names photographs. */
  public Classifier classifier() {
    return new Classifier(graph, weights, preprocessing(), classes());
  }
}
