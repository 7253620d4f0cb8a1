package sevennets.bench;

import java.io.IOException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import sevennets.data.Augmentation;
import sevennets.data.Dataset;
import sevennets.data.HorizontalFlip;
import sevennets.data.Normalisation;
import sevennets.data.PadAndCrop;
import sevennets.data.Splits;
import sevennets.graph.Graph;
import sevennets.train.Decay;
import sevennets.train.Optimizer;
import sevennets.train.Recipe;

/**
 * A net, images and a recipe, written down for PyTorch to learn by: {@code torch_learner.py} says
 * in which words.
 */
final class Lesson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Recipe recipe;
  private final int images;
  private final ObjectNode request = Peer.request("learn");

  /** @throws IllegalArgumentException if the recipe asks for what the peer does not know */
  Lesson(Graph graph, ComputationGraph net, Recipe recipe, Splits data, Scratch scratch)
      throws IOException {
    this.recipe = recipe;
    images = data.train().size();
    Tensor.write(graph, net, scratch.file("parameters"));
    request.put("parameters", scratch.file("parameters").toString());
    request.set("net", TwinPlan.of(graph));
    request.setAll(images(data.train(), scratch, "train"));
    request.set("test", images(data.test(), scratch, "test"));
    Normalisation normalisation = Normalisation.of(data.train());
    request.set("mean", JSON.valueToTree(normalisation.mean()));
    request.set("std", JSON.valueToTree(normalisation.std()));
    rule();
    augmentation();
  }

  /** What a contender is told. */
  ObjectNode request(Contender contender, int threads) {
    return request
        .deepCopy()
        .put("threads", threads)
        .put("channelsLast", contender.isChannelsLast())
        .put("compile", contender.compile());
  }

  /** In an epoch; images that fill no batch are left out, as our loader does. */
  int steps() {
    return Math.max(1, images / recipe.batchSize());
  }

  private void rule() {
    if (!(recipe.optimizer() instanceof Optimizer.Sgd rule)) throw unknown("its optimizer");
    if (recipe.regularisation().decay() != Decay.ALL) throw unknown("which weights it decays");
    if (recipe.regularisation().clipNorm() > 0) throw unknown("clipped gradients");
    if (recipe.regularisation().averageDecay() > 0) throw unknown("averaged weights");
    request
        .put("batch", recipe.batchSize())
        .put("seed", recipe.seed())
        .put("momentum", rule.momentum())
        .put("nesterov", rule.nesterov())
        .put("weightDecay", recipe.regularisation().weightDecay())
        .put("labelSmoothing", recipe.regularisation().labelSmoothing());
    request.set("rates", JSON.valueToTree(rates().toArray()));
  }

  private DoubleStream rates() {
    return IntStream.range(0, recipe.epochs() * steps())
        .mapToDouble(step -> recipe.learningRate().at((double) step / steps()));
  }

  private void augmentation() {
    request.put("padding", 0).put("flip", 0.0);
    for (Augmentation one : recipe.augmentation()) {
      if (one instanceof PadAndCrop crop) request.put("padding", crop.padding());
      else if (one instanceof HorizontalFlip flip) request.put("flip", flip.probability());
      else throw unknown("the augmentation " + one);
    }
  }

  private IllegalArgumentException unknown(String what) {
    return new IllegalArgumentException(
        "PyTorch's side of this race knows SGD with momentum, weight decay of all weights, label smoothing, shifts and flips; recipe '%s' needs more: %s"
            .formatted(recipe.name(), what));
  }

  private static ObjectNode images(Dataset dataset, Scratch scratch, String name)
      throws IOException {
    int size = dataset.channels() * dataset.height() * dataset.width();
    Floats.write(
        scratch.file(name),
        () -> IntStream.range(0, dataset.size())
            .mapToObj(index -> {
              float[] pixels = new float[size];
              dataset.read(index, pixels);
              return pixels;
            })
            .iterator());
    ObjectNode json = JSON.createObjectNode().put("images", scratch.file(name).toString());
    json.set(
        "labels",
        JSON.valueToTree(IntStream.range(0, dataset.size()).map(dataset::label).toArray()));
    return json;
  }
}
