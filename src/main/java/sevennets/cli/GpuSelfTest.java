package sevennets.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import sevennets.bench.SelfTest;
import sevennets.bench.SelfTest.Result;
import sevennets.bench.SelfTest.Way;
import sevennets.kernels.cudnn.CardTraining;
import sevennets.models.Models;

/**
 * {@code ./lab doctor --gpu-selftest}: whether the graphics card computes what the processor
 * computes, and how fast.
 */
final class GpuSelfTest {
  private static final List<String> NETS = List.of(
      "lenet5",
      "alexnet_small",
      "vgg11_small",
      "googlenet_small",
      "resnet20_cifar",
      "densenet40_12_cifar",
      "seresnet20_cifar",
      "efficientnet_small");
  private static final int BATCH = 32;

  private final PrintWriter out;

  GpuSelfTest(PrintWriter out) {
    this.out = out;
  }

  /** @return 0 where every net agrees; 1 where one does not, or where there is nothing to test */
  int run(Optional<Gpu.Card> card) {
    if ("cudnn".equals(System.getProperty("sevennets.card"))) return CardTraining.selfTest(out);
    Optional<String> obstacle = obstacle(card, Gpu.isBuiltIn());
    if (obstacle.isPresent()) {
      out.println("Not tested: " + obstacle.get());
      out.flush();
      return 1;
    }
    out.printf(
        "%s beside the processor: one training step of %d images, then images a second%n",
        card.get().name(), BATCH);
    return compare(Way.PROCESSOR, Way.CARD, NETS, BATCH) ? 0 : 1;
  }

  static Optional<String> obstacle(Optional<Gpu.Card> card, boolean built) {
    if (card.isEmpty())
      return Optional.of("this machine has no graphics card that nvidia-smi lists.");
    if (!card.get().supported())
      return Optional.of(
          "%s has compute capability %s; ND4J's CUDA build has machine code for 3.7 to 8.x only."
              .formatted(card.get().name(), card.get().capability()));
    return built
        ? Optional.empty()
        : Optional.of(
            "this build has no CUDA; './lab --gpu=nd4j doctor --gpu-selftest' downloads it (2.5 GB) and builds with it.");
  }

  /** Prints a line for each net and says whether all agree. */
  boolean compare(Way trusted, Way tested, List<String> nets, int batch) {
    out.printf(
        "%-22s %10s %10s %12s %12s %12s%n",
        "net", "loss", "loss", "difference", "images/s", "images/s");
    out.printf(
        "%-22s %10s %10s %12s %12s %12s%n",
        "", trusted.name(), tested.name(), "of the step", trusted.name(), tested.name());
    boolean all = true;
    try (SelfTest test =
        new SelfTest(trusted, tested, Runtime.getRuntime().availableProcessors())) {
      for (String net : nets) all &= report(test.of(Models.get(net), batch));
    }
    return all;
  }

  private boolean report(Result result) {
    out.printf(
        "%-22s %10.5f %10.5f %12.1e %12.0f %12.0f%s%n",
        result.arch(),
        result.losses()[0],
        result.losses()[1],
        result.difference(),
        result.imagesPerSecond()[0],
        result.imagesPerSecond()[1],
        result.agrees() ? "" : "  DIFFERS");
    out.flush();
    return result.agrees();
  }
}
