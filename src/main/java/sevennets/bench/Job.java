package sevennets.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import sevennets.graph.Inference;
import sevennets.graph.NetJson;
import sevennets.train.Decay;
import sevennets.train.Optimizer;
import sevennets.train.Recipe;
import sevennets.train.Regularisation;
import sevennets.train.Schedule;
import sevennets.train.TrainingStep;

/** A net and a batch in this JVM, and what a step with them means. */
abstract class Job {
  final ComputationGraph net;
  final Batch batch;
  private List<Tensor> tensors;

  private Job(ComputationGraph net, Batch batch) {
    this.net = net;
    this.batch = batch;
  }

  /** @return the loss (training) or the first probability (inference) */
  abstract double step();

  static Job of(JsonNode request) throws IOException {
    ComputationGraph net = net(request);
    Batch batch = batch(request);
    boolean trains = request.get("mode").asText().equals(Mode.TRAINING.toString());
    Job job = trains
        ? training(net, batch, request)
        : inference(stock(request) ? net : Inference.optimise(net), batch);
    job.tensors = tensors(request);
    return job;
  }

  /**
   * The net's parameters as they are now, in the order of the file that they were loaded from; of a
   * training only.
   */
  Iterable<float[]> parameters() {
    return () -> tensors.stream().map(tensor -> tensor.values(net)).iterator();
  }

  /** As inference gives them, {@code N x classes}, row by row. */
  float[] probabilities() {
    try (INDArray output = net.output(batch.images())[0]) {
      return output.dup('c').data().asFloat();
    }
  }

  private static Job training(ComputationGraph net, Batch batch, JsonNode request) {
    double rate = request.get("learningRate").asDouble();
    TrainingStep step = new TrainingStep(net, recipe(batch, request));
    return new Job(net, batch) {
      @Override
      double step() {
        return step.take(batch, rate);
      }
    };
  }

  private static Recipe recipe(Batch batch, JsonNode request) {
    double rate = request.get("learningRate").asDouble();
    return new Recipe(
        "bench",
        "PyTorch's torch.optim.SGD",
        1,
        batch.size(),
        Optimizer.momentum(request.get("momentum").asDouble()),
        Schedule.constant(rate),
        Regularisation.weightDecay(request.get("weightDecay").asDouble(), Decay.ALL),
        List.of(),
        1);
  }

  private static Job inference(ComputationGraph net, Batch batch) {
    return new Job(net, batch) {
      @Override
      double step() {
        try (INDArray output = net.output(batch.images())[0]) {
          return output.getDouble(0);
        }
      }
    };
  }

  private static boolean stock(JsonNode request) {
    return request.get("stock").asBoolean();
  }

  private static ComputationGraph net(JsonNode request) throws IOException {
    String json = Files.readString(Path.of(request.get("configuration").asText()));
    ComputationGraphConfiguration configuration = NetJson.parse(json);
    if (stock(request)) Stock.replaceIn(configuration);
    ComputationGraph net = new ComputationGraph(configuration);
    net.init();
    float[] all = Floats.read(Path.of(request.get("parameters").asText()));
    int at = 0;
    for (Tensor tensor : tensors(request)) {
      tensor.assign(net, Arrays.copyOfRange(all, at, at + tensor.size()));
      at += tensor.size();
    }
    return net;
  }

  private static List<Tensor> tensors(JsonNode request) throws IOException {
    return List.of(new ObjectMapper().treeToValue(request.get("tensors"), Tensor[].class));
  }

  /** Through the loader, as in training: what it fills a batch with must reach every backend. */
  private static Batch batch(JsonNode request) throws IOException {
    JsonNode input = request.get("net").get("input");
    Dataset images = new Given(
        Floats.read(Path.of(request.get("images").asText())),
        new ObjectMapper().treeToValue(request.get("labels"), int[].class),
        request.get("classes").asInt(),
        input.get(0).asInt(),
        input.get(1).asInt(),
        input.get(2).asInt());
    return Loader.evaluation(images, Normalisation.none(images.channels()), images.size())
        .epoch(0, 0)
        .iterator()
        .next();
  }

  /** The images of a request, {@code N x C x H x W}, normalised already. */
  private record Given(float[] values, int[] labels, int count, int channels, int height, int width)
      implements Dataset {
    @Override
    public String name() {
      return "the request's images";
    }

    @Override
    public List<String> classes() {
      return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public int label(int index) {
      return labels[index];
    }

    @Override
    public void read(int index, float[] pixels) {
      int length = channels * height * width;
      System.arraycopy(values, index * length, pixels, 0, length);
    }
  }
}
