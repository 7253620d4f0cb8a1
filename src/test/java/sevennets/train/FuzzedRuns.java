package sevennets.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.Crafted;
import sevennets.fuzz.Kind;
import sevennets.fuzz.Maker;

/** Checkpoints and recipes, for those who damage them. */
public final class FuzzedRuns {
  private static final String SUMS = "sums.sha256";
  private static final String STATE = "training.properties";

  private FuzzedRuns() {}

  /** By name. */
  public static Map<String, Maker> kinds() {
    Map<String, Maker> kinds = new LinkedHashMap<>();
    kinds.put(
        "checkpoints",
        () -> Kind.of((input, folder) -> read(input), Files.readAllBytes(checkpoint())));
    kinds.put("checkpoints-state", () -> checkpointsWith(STATE));
    kinds.put("checkpoints-sums", () -> checkpointsWith(SUMS));
    kinds.put(
        "recipes",
        () -> Kind.of(
            (input, folder) -> Recipe.parse(new String(Files.readAllBytes(input), UTF_8)),
            Blobs.recipe().text().getBytes(UTF_8),
            Recipes.get("resnet-cifar").text().getBytes(UTF_8)));
    return kinds;
  }

  /** A checkpoint of which one entry is the input; the sums, where they are not it, are right. */
  private static Kind checkpointsWith(String entry) throws IOException {
    Map<String, byte[]> entries = Crafted.entries(checkpoint());
    return Kind.of(
        (input, folder) -> {
          Map<String, byte[]> all = new LinkedHashMap<>(entries);
          all.put(entry, Files.readAllBytes(input));
          if (!entry.equals(SUMS)) all.put(SUMS, sums(all));
          read(Crafted.zip(folder.resolve("checkpoint.zip"), all));
        },
        entries.get(entry));
  }

  private static Path checkpoint() throws IOException {
    Path file = Files.createTempDirectory("seed").resolve("checkpoint.zip");
    ComputationGraph net = Blobs.net();
    Checkpoint.of(
            net,
            Map.of("velocity", net.params().dup()),
            Position.START.afterEpoch(),
            new Tally(),
            new History(),
            Blobs.recipe())
        .write(file);
    return file;
  }

  private static void read(Path file) throws IOException {
    try {
      Checkpoint.read(file);
    } catch (Checkpoint.Damaged damaged) {
      // Whoever goes on from it is told so, and then goes back to the one before.
      throw new IllegalArgumentException(damaged.getMessage(), damaged);
    }
  }

  private static byte[] sums(Map<String, byte[]> entries) {
    StringBuilder sums = new StringBuilder();
    entries.forEach((name, bytes) -> {
      if (!name.equals(SUMS))
        sums.append(sha256(bytes)).append("  ").append(name).append('\n');
    });
    return sums.toString().getBytes(UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
