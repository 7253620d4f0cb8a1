package sevennets.train;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import sevennets.graph.Graph;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.ops.Op;
import sevennets.ops.Shape;

/**
 * Everything that goes wrong before and in training, by the name that src/docs/bad-input.md gives
 * it.
 */
final class BadRuns {
  private static final Blobs IMAGES = new Blobs(64, 1);

  private final Path run;

  BadRuns(Path folder) {
    run = folder.resolve("run");
  }

  Map<String, ThrowingCallable> trials() {
    Map<String, ThrowingCallable> trials = new LinkedHashMap<>();
    trials.put("a misspelt recipe", () -> Recipes.get("resnet-cifar10"));
    trials.put("no epoch", () -> Blobs.recipe().withEpochs(0));
    trials.put("a batch of no image in a recipe", () -> Blobs.recipe().withBatchSize(0));
    trials.put("a schedule whose milestones fall", () -> Schedule.steps(0.1, 0.1, 60, 30));
    trials.put("a schedule without length", () -> Schedule.cosine(0.1, 0));
    trials.put(
        "labels smoothed away",
        () -> Regularisation.weightDecay(0, Decay.ALL).withLabelSmoothing(1));
    trials.put("negative weight decay", () -> Regularisation.weightDecay(-1e-4, Decay.ALL));
    trials.put(
        "a net that ends without a loss layer",
        () -> new Trainer(withoutLossLayer(), Blobs.recipe()));
    trials.put(
        "a net for other classes than the images have",
        () -> new Trainer(Blobs.net(1, 5), Blobs.recipe()).fit(IMAGES, IMAGES));
    trials.put(
        "a batch too large for the memory",
        () -> new MemoryNeed(500L << 20, 10L << 20, 25L << 20).check(64, 1000L << 20));
    trials.put(
        "a net too large for the memory",
        () -> new MemoryNeed(500L << 20, 10L << 20, 25L << 20).check(64, 400L << 20));
    trials.put(
        "workers that cannot share a batch evenly",
        () -> trainer(Blobs.recipe()).workers(3));
    trials.put("no worker", () -> trainer(Blobs.recipe()).workers(0));
    trials.put(
        "a run's folder that is a file", () -> trainer(Blobs.recipe()).into(Files.createFile(run)));
    trials.put("a new run in the folder of another", () -> begun().into(run));
    trials.put(
        "going on where nothing was begun",
        () -> Trainer.resume(run, Blobs.recipe(), warning -> {}));
    trials.put(
        "going on by another recipe",
        () -> Trainer.resume(begunFolder(), Blobs.recipe().withSeed(9), warning -> {}));
    trials.put("going on when every checkpoint is damaged", this::resumeDamaged);
    trials.put("going on with a run of version 0.1.0", this::resumeOutdated);
    trials.put(
        "a folder for a net with an operation of one's own",
        () -> new Trainer(withOwnOperation(), Blobs.recipe()).into(run));
    trials.put(
        "a folder for a recipe with a change of one's own",
        () -> trainer(Blobs.recipe().withAugmentation((image, random) -> image.pixels()[0] = 0))
            .into(run));
    trials.put(
        "a learning rate beyond all bounds",
        () ->
            trainer(Blobs.recipe().withLearningRate(Schedule.constant(1e20))).fit(IMAGES, IMAGES));
    return trials;
  }

  private static Trainer trainer(Recipe recipe) {
    return new Trainer(Blobs.net(), recipe);
  }

  private Trainer begun() throws IOException {
    begunFolder();
    return trainer(Blobs.recipe());
  }

  private Path begunFolder() {
    trainer(Blobs.recipe().withEpochs(1)).into(run).fit(IMAGES, IMAGES);
    return run;
  }

  private void resumeDamaged() throws IOException {
    try (var checkpoints = Files.newDirectoryStream(begunFolder(), "checkpoint-*.zip")) {
      for (Path checkpoint : checkpoints) {
        Files.write(checkpoint, new byte[100]);
      }
    }
    Trainer.resume(run, Blobs.recipe(), warning -> {});
  }

  private void resumeOutdated() throws IOException {
    Files.createDirectories(run);
    try (InputStream written = BadRuns.class.getResourceAsStream("checkpoint-0.1.0.zip")) {
      Files.copy(written, run.resolve("checkpoint-0001-000000.zip"));
    }
    Trainer.resume(run, Blobs.recipe(), warning -> {});
  }

  /** As a reader may write it in a notebook. */
  private record Negated() implements Op {
    @Override
    public Shape output(List<Shape> inputs) {
      return inputs.get(0);
    }

    @Override
    public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
      return backend.activation(Fn.IDENTITY);
    }
  }

  private static ComputationGraph withOwnOperation() {
    Graph graph = new Graph(Shape.image(1, 8, 8));
    return graph
        .classify(graph.input().then("own", new Negated()).flatten("flatten").dense("fc", 4))
        .net(1);
  }

  private static ComputationGraph withoutLossLayer() {
    ComputationGraph net = new ComputationGraph(new NeuralNetConfiguration.Builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                .nOut(4)
                .activation(Activation.SOFTMAX)
                .build(),
            "in")
        .setOutputs("out")
        .setInputTypes(InputType.feedForward(64))
        .build());
    net.init();
    return net;
  }
}
