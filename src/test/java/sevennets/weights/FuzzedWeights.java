package sevennets.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** PyTorch's checkpoints and timm's settings, for those who damage them. */
public final class FuzzedWeights {
  private static final String TENSOR = Pickled.tensor("0", 0, "23", "31");

  private static final String SAVED = Pickled.dict2(
      "state_dict",
      Pickled.dict("conv.weight", TENSOR),
      "module",
      Pickled.call("my.module", "Net", Pickled.text("x")) + "}" + Pickled.text("_modules") + "}sb");

  private FuzzedWeights() {}

  /** As PyTorch 1.6 and later write them. */
  public static byte[] zip() throws IOException {
    return Files.readAllBytes(
        Pickled.zip(Files.createTempFile("seed", ".pth"), SAVED, 1, 2, 3, 4, 5, 6));
  }

  /** As older ones do. */
  public static byte[] stream() throws IOException {
    return Files.readAllBytes(
        Pickled.stream(Files.createTempFile("seed", ".pth"), SAVED, 1, 2, 3, 4, 5, 6));
  }

  /** What is in {@link #zip}. */
  public static byte[] pickle() {
    return ("\u0080\2" + SAVED + ".").getBytes(ISO_8859_1);
  }

  /** A checkpoint around a pickle. */
  public static Path around(Path pickle, Path folder) throws IOException {
    return Pickled.entries(
        folder.resolve("around.pth"),
        "archive/data.pkl",
        Files.readAllBytes(pickle),
        "archive/data/0",
        new byte[24]);
  }

  public static void timm(Path file) throws IOException {
    TimmConfig.read(file);
  }
}
