package sevennets.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.cudnn.Arithmetic;
import sevennets.kernels.cudnn.CardTraining;
import sevennets.kernels.cudnn.CudaException;

/** The graphics card, its driver, and whether CUDA and cuDNN load. */
final class Gpu {
  private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final List<String> LIBRARIES = List.of(
      "org.bytedeco.cuda.global.cudart",
      "org.bytedeco.cuda.global.cublas",
      "org.bytedeco.cuda.global.cudnn");

  private Gpu() {}

  /**
   * A card as nvidia-smi tells it; {@code capability} is NVIDIA's compute capability, such as 8.6.
   */
  record Card(String name, double capability, String driver) {
    /**
     * ND4J's last CUDA build holds machine code for 3.7 to 8.6 and no PTX: 8.9 runs it, 9.0 and
     * later never.
     */
    boolean supported() {
      return capability >= 3.7 && capability < 9;
    }
  }

  static List<Finding> examine() {
    Optional<Card> card = card("nvidia-smi");
    return List.of(describe(card), cuda(card));
  }

  static Finding describe(Optional<Card> card) {
    return card.map(it -> Finding.fine(
            "GPU", "%s, compute capability %s, driver %s", it.name, it.capability, it.driver))
        .orElse(Finding.fine("GPU", "none that nvidia-smi lists"));
  }

  /** The two ways to a card: cuDNN 9 called directly, or ND4J's CUDA build. */
  private static Finding cuda(Optional<Card> card) {
    boolean built = isBuiltIn();
    if (!built && "cudnn".equals(System.getProperty("sevennets.card"))) return directly();
    if (!built && card.isPresent())
      return Finding.fine("CUDA", "not used; ./lab --gpu computes by cuDNN 9 directly");
    if (card.isPresent() && !card.get().supported())
      return Finding.fine(
          "CUDA",
          "not used: ND4J's CUDA build has machine code for compute capability 3.7 to 8.x only");
    if (!built)
      return Finding.fine("CUDA", "not in this build")
          .orElse(
              card.isEmpty(), "./lab --gpu doctor downloads CUDA and cuDNN and computes with them");
    return loads().orElse(inUse());
  }

  private static Finding directly() {
    try {
      return Finding.fine("CUDA", "%s", CardTraining.describeCard(Arithmetic.wanted()));
    } catch (CudaException unusable) {
      return new Finding(
          "CUDA",
          unusable.getMessage(),
          "check the driver with nvidia-smi, or stay on the processor with ./lab --cpu");
    }
  }

  /** The first of CUDA's libraries that does not load, as a finding. */
  private static Optional<Finding> loads() {
    for (String library : LIBRARIES)
      try {
        Class.forName(library);
      } catch (ClassNotFoundException | LinkageError unloadable) {
        return Optional.of(new Finding(
            "CUDA",
            library + " does not load: " + Engine.root(unloadable),
            "check the driver with nvidia-smi, or stay on the processor with ./lab --cpu"));
      }
    return Optional.empty();
  }

  private static Finding inUse() {
    String backend = Nd4j.getBackend().getClass().getName();
    return Finding.fine("CUDA", "CUDA, cuBLAS and cuDNN load; the backend in use is %s", backend)
        .orElse(
            backend.equals(BACKEND),
            "check the driver with nvidia-smi, or stay on the processor with ./lab --cpu");
  }

  /** Asks nvidia-smi for the first card; empty where there is no such program or no card. */
  static Optional<Card> card(String nvidiaSmi) {
    try {
      Process process = new ProcessBuilder(
              nvidiaSmi, "--query-gpu=name,compute_cap,driver_version", "--format=csv,noheader")
          .start();
      process.getOutputStream().close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      List<String> lines = process.inputReader().lines().toList();
      return process.exitValue() == 0
          ? lines.stream().findFirst().flatMap(Gpu::parse)
          : Optional.empty();
    } catch (IOException absent) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Reads a line such as {@code NVIDIA A100, 8.0, 535.54.03}. */
  static Optional<Card> parse(String line) {
    String[] fields = line.split("\\s*,\\s*");
    if (fields.length != 3 || !fields[1].matches("\\d+\\.\\d+")) return Optional.empty();
    return Optional.of(new Card(fields[0], Double.parseDouble(fields[1]), fields[2]));
  }

  /** Whether ND4J's CUDA backend is in this build. */
  static boolean isBuiltIn() {
    return Gpu.class.getClassLoader().getResource(BACKEND.replace('.', '/') + ".class") != null;
  }
}
