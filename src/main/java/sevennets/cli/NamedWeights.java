package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import sevennets.files.UserPath;
import sevennets.models.Models;
import sevennets.weights.Expectation;
import sevennets.weights.Pretrained;

/**
 * The checkpoint that a user means, by {@code --arch}, {@code --weights} and {@code --source}.
 *
 * @param arch the net
 * @param file the checkpoint
 * @param source who trained it; null if the file must tell
 */
record NamedWeights(String arch, Path file, String source) {

  /**
   * Finds the file that is named, or the published one, fetched if it is not here.
   *
   * @param arch a net, or null
   * @param weights a file, a folder, a name of {@link Pretrained}, {@code imagenet}, or null
   * @param source what the user says of who trained it, or null
   */
  static NamedWeights of(String arch, String weights, String source, PrintWriter err)
      throws IOException {
    if (arch != null) Models.get(arch);
    if (weights != null && Files.exists(UserPath.of(weights))) {
      Path file = UserPath.of(weights);
      return new NamedWeights(arch != null ? arch : archOf(file), file, source);
    }
    Pretrained named = named(arch, weights);
    return new NamedWeights(
        arch != null ? arch : named.arch(),
        Fetching.of(named, err),
        source != null ? source : named.name());
  }

  private static String archOf(Path file) throws IOException {
    Optional<String> byName =
        Pretrained.byFileName(file.getFileName().toString()).map(Pretrained::arch);
    Optional<String> arch = byName.isPresent() ? byName : Expectation.archBeside(file);
    return arch.orElseThrow(() ->
        new IllegalArgumentException("which net is %s for? Give --arch NAME".formatted(file)));
  }

  private static Pretrained named(String arch, String weights) {
    if (weights == null || weights.equals("imagenet"))
      return Pretrained.named(arch == null ? Pretrained.DEFAULT : arch);
    if (looksLikeAFile(weights))
      throw new IllegalArgumentException("there is no checkpoint " + weights);
    boolean tag = arch != null && Pretrained.find(arch + "." + weights).isPresent();
    return Pretrained.named(tag ? arch + "." + weights : weights);
  }

  private static boolean looksLikeAFile(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("/")
        || lower.contains("\\")
        || lower.matches(".*\\.(pth|pt|bin|safetensors|json|zip|tar|ckpt)");
  }
}
