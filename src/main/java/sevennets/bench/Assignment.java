package sevennets.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import sevennets.ops.Shape;

/**
 * A workload written to a temporary folder, where each contender reads the very same net,
 * parameters, images and labels. The optimizer is ResNet's: momentum 0.9, weight decay 1e-4 of
 * every learnt parameter, as PyTorch does by default.
 */
final class Assignment implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SEED = 1;
  /**
   * So small that no net diverges on these images of noise, however long it trains; it takes no
   * more or less time.
   */
  private static final double LEARNING_RATE = 1e-4;

  private static final double MOMENTUM = 0.9;
  private static final double WEIGHT_DECAY = 1e-4;

  private final Workload workload;
  private final Scratch scratch;
  private final ObjectNode request;

  Assignment(Workload workload, int threads) {
    this.workload = workload;
    try {
      scratch = Scratch.create();
      writeNet();
      Floats.write(file("images"), images());
    } catch (IOException e) {
      throw new UncheckedIOException("can't write the benchmark's inputs", e);
    }
    request = Peer.request("load")
        .put("mode", workload.mode().toString())
        .put("threads", threads)
        .put("learningRate", LEARNING_RATE)
        .put("momentum", MOMENTUM)
        .put("weightDecay", WEIGHT_DECAY)
        .put("parameters", file("parameters").toString())
        .put("images", file("images").toString())
        .put("configuration", file("configuration").toString())
        .put("classes", workload.graph().logits().shape().channels());
    request.set("labels", JSON.valueToTree(labels()));
    request.set("net", TwinPlan.of(workload.graph()));
    request.set("tensors", JSON.valueToTree(Tensor.of(workload.graph())));
  }

  Workload workload() {
    return workload;
  }

  /** What a contender is told. */
  ObjectNode load(Contender contender) {
    return request
        .deepCopy()
        .put("channelsLast", contender.isChannelsLast())
        .put("compile", contender.compile())
        .put("stock", contender == Contender.STOCK);
  }

  Path file(String name) {
    return scratch.file(name);
  }

  private void writeNet() throws IOException {
    ComputationGraph net = workload.graph().net(SEED);
    Files.writeString(file("configuration"), net.getConfiguration().toJson());
    Tensor.write(workload.graph(), net, file("parameters"));
  }

  /** N x C x H x W, normally distributed, as normalised images are. */
  private float[] images() {
    Shape input = workload.graph().input().shape();
    Random random = new Random(SEED);
    float[] images = new float[Math.toIntExact(workload.batch() * input.size())];
    for (int i = 0; i < images.length; i++) images[i] = (float) random.nextGaussian();
    return images;
  }

  private int[] labels() {
    int classes = workload.graph().logits().shape().channels();
    return IntStream.range(0, workload.batch()).map(i -> i % classes).toArray();
  }

  @Override
  public void close() {
    scratch.close();
  }
}
