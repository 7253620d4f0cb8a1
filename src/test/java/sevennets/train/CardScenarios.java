package sevennets.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Dataset;
import sevennets.kernels.cudnn.Arithmetic;
import sevennets.kernels.cudnn.CardTraining;
import sevennets.kernels.cudnn.StandInDriver;

/**
 * Runs on a card whose libraries the processor stands in for, each of which fails in its turn; in a
 * process of its own, since a library is loaded once. Prints a line for each: its name, a tab, what
 * came of it. {@link CardFailureTest} reads them.
 */
final class CardScenarios {
  private static final Recipe RECIPE = Blobs.recipe().withEpochs(2);
  private static final Dataset TRAINING = new Blobs(96, 1);
  private static final Dataset VALIDATION = new Blobs(40, 2);
  /** More than a run of these nets asks for, and than its kernels' scratch. */
  private static final long ENOUGH = 1L << 30;

  private final Path folder;

  private CardScenarios(Path folder) {
    this.folder = folder;
  }

  /** @param args a folder for runs */
  public static void main(String[] args) throws IOException {
    StandInDriver.load();
    StandInDriver.holds(ENOUGH);
    CardScenarios scenarios = new CardScenarios(Path.of(args[0]));
    say("card", CardTraining.describeCard(Arithmetic.TENSOR_FLOAT));
    scenarios.wholeRun();
    for (Fault fault : FAULTS) {
      scenarios.failing(fault);
    }
  }

  private static void say(String name, String format, Object... values) {
    System.out.println(name + "\t" + String.format(Locale.ROOT, format, values));
  }

  /** A function of NVIDIA's, what it answers, and after how many calls that succeed. */
  record Fault(String name, String function, int status, int after) {}

  static final List<Fault> FAULTS = List.of(
      new Fault("no card", "cudaSetDevice", 100, 0),
      new Fault("old driver", "cudaSetDevice", 35, 0),
      new Fault("card taken", "cudaFree", 46, 0),
      new Fault("no stream", "cudaStreamCreateWithFlags", 999, 1),
      new Fault("no cuDNN", "cudnnCreate", 1001, 0),
      new Fault("no cuBLAS", "cublasCreate_v2", 1, 0),
      new Fault("kernels do not compile", "nvrtcCompileProgram", 6, 0),
      new Fault("no code for the card", "cuModuleLoadData", 209, 0),
      new Fault("a kernel is missing", "cuModuleGetFunction", 500, 3),
      new Fault("full at the beginning", "cudaMalloc", 2, 0),
      new Fault("full at the weights", "cudaMalloc", 2, 3),
      new Fault("no pinned memory", "cudaMallocHost", 2, 2),
      new Fault("a kernel fails", "cuLaunchKernel", 700, 30),
      new Fault("a convolution fails", "cudnnConvolutionBackwardFilter", 5000, 8),
      new Fault("a product fails", "cublasSgemm_v2", 13, 4),
      new Fault("a copy fails", "cudaMemcpyAsync", 719, 40),
      new Fault("no capture", "cudaStreamEndCapture", 901, 0),
      new Fault("no replay", "cudaGraphInstantiate", 2, 1),
      new Fault("a step fails", "cudaGraphLaunch", 700, 4),
      new Fault("waiting fails", "cudaStreamSynchronize", 719, 90));

  private void wholeRun() {
    long before = StandInDriver.taken();
    INDArray first = trained("distance from the host", Blobs::ours);
    INDArray second = onCard(Blobs.ours()).params();
    say("twice", "%s", first.equals(second) ? "same bits" : "other bits");
    trained("a transformer's distance", Blobs::transformer);
    say("left on the card", "%d", StandInDriver.taken() - before);
  }

  /** Says how far the card's weights are from the processor's. */
  private static INDArray trained(String name, Supplier<ComputationGraph> nets) {
    ComputationGraph net = nets.get();
    new Trainer(net, RECIPE, new HostStepper(net, RECIPE)).fit(TRAINING, VALIDATION);
    INDArray weights = onCard(nets.get()).params();
    double apart = weights.sub(net.params()).norm2Number().doubleValue()
        / net.params().norm2Number().doubleValue();
    say(name, "%.1e", apart);
    return weights;
  }

  private static ComputationGraph onCard(ComputationGraph net) {
    new Trainer(net, RECIPE, new CardStepper(net, RECIPE, CardStepper::first))
        .fit(TRAINING, VALIDATION);
    return net;
  }

  private void failing(Fault fault) throws IOException {
    Path run = folder.resolve(fault.name().replace(' ', '-'));
    ComputationGraph net = Blobs.ours();
    Trainer trainer = new Trainer(net, RECIPE, new CardStepper(net, RECIPE, CardStepper::first))
        .into(run)
        .saveEvery(Duration.ZERO);
    // Chosen and compiled anew, as the first time on a card.
    delete(Path.of(System.getProperty("sevennets.kernels")));
    StandInDriver.fail(fault.function(), fault.status(), fault.after());
    String came;
    try {
      trainer.fit(TRAINING, VALIDATION);
      came = "nothing failed";
    } catch (TrainingException e) {
      came = e.getMessage().replace(run.toString(), "RUN");
    } catch (RuntimeException e) {
      came = "unforeseen: " + e;
    }
    StandInDriver.mend();
    say(fault.name(), "%s", came);
    say(fault.name() + ", left on the card", "%d", StandInDriver.taken());
    say(fault.name() + ", afterwards", "%s", goOn(run));
  }

  /** On the processor. */
  private static String goOn(Path run) {
    if (!Trainer.canResume(run)) {
      return "begun anew";
    }
    Trainer trainer = Trainer.resume(run, RECIPE, warning -> {}, HostStepper::new);
    int epochs = trainer.fit(TRAINING, VALIDATION).epochs().size();
    return "resumed to epoch %d, accuracy %.2f"
        .formatted(epochs, trainer.history().last().valAcc1());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
