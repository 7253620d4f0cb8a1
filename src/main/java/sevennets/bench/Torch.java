package sevennets.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Python that has PyTorch: the one given, the one in {@code .lab/peers}, or the system's.
 *
 * <pre>{@code
 * boolean there = Torch.find(null).isPresent();  // else './lab bench --peers pytorch' installs it
 * }</pre>
 */
public final class Torch {
  /** Names a Python with PyTorch, where {@code --python} does not. */
  public static final String VARIABLE = "SEVENNETS_TORCH_PYTHON";

  /** The project's folder: {@code ./lab} names it, wherever it is called from. */
  private static final Path HOME = Path.of(System.getProperty("sevennets.home", ""));

  static final Path SCRIPTS = HOME.resolve("src").resolve("main").resolve("python");
  private static final Path OURS = HOME.resolve(".lab").resolve("peers");
  private static final Path PINNED = SCRIPTS.resolve("torch_requirements.txt");
  private static final String WINDOWS_OR_NOT =
      System.getProperty("os.name").startsWith("Windows") ? "Scripts/python.exe" : "bin/python";

  private Torch() {}

  /** @param given a Python to look at first, or null */
  public static Optional<Path> find(Path given) {
    List<Path> candidates = new ArrayList<>();
    if (given != null) candidates.add(given);
    String variable = System.getenv(VARIABLE);
    if (variable != null) candidates.add(Path.of(variable));
    candidates.add(OURS.resolve(WINDOWS_OR_NOT));
    candidates.add(Path.of("python3"));
    candidates.add(Path.of("python"));
    return candidates.stream().filter(Torch::hasTorch).findFirst();
  }

  /**
   * As {@link #find}; where there is none, says what is about to be downloaded and installs the
   * pinned PyTorch for processors into {@code .lab/peers}.
   *
   * @throws IllegalArgumentException if one is given and lacks PyTorch
   */
  public static Path findOrInstall(Path given, PrintWriter out) {
    if (given != null && !hasTorch(given))
      throw new IllegalArgumentException(
          "--python %s is no Python that has PyTorch and NumPy; leave it out to have one looked for"
              .formatted(given));
    return find(given).orElseGet(() -> install(out));
  }

  private static Path install(PrintWriter out) {
    out.println(
        "No Python with PyTorch was found (--python FILE or " + VARIABLE
            + " names one). Installing the pinned one into " + OURS
            + ": a download of some gigabytes on Linux, where the default build brings CUDA along; 6 GB of disk.");
    out.flush();
    run("python3", "-m", "venv", OURS.toString());
    Path python = OURS.resolve(WINDOWS_OR_NOT);
    run(python.toString(), "-m", "pip", "install", "--quiet", "--requirement", PINNED.toString());
    return python;
  }

  private static boolean hasTorch(Path python) {
    if (python.getNameCount() > 1 && !Files.isExecutable(python)) return false;
    try {
      Process process = new ProcessBuilder(python.toString(), "-c", "import torch, numpy")
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
      return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0)
        throw new IllegalStateException(
            "'%s' failed:%n%s".formatted(String.join(" ", command), said.strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "can't run " + command[0]
              + "; Python 3.10 or newer with venv is required for the PyTorch peer",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while installing PyTorch", e);
    }
  }
}
