package sevennets.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Jazzer calls with each input: an input is read as a file of one kind, and whatever comes of
 * it but a value or a sentence of ours is a finding. Jazzer itself watches time and memory.
 */
public final class Target {
  private static Kind kind;
  private static Path folder;

  private Target() {}

  /** @param args the kind's name */
  public static void fuzzerInitialize(String[] args) throws IOException {
    folder = Files.createTempDirectory("fuzzed");
    kind = Kinds.all().get(args[0]).make();
  }

  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    attempt(kind, input, folder);
  }

  static void attempt(Kind kind, byte[] input, Path folder) throws IOException {
    Path file = folder.resolve("input");
    Files.write(file, input);
    try {
      kind.reader().read(file, folder);
    } catch (Exception thrown) {
      Sentence.require(thrown, input);
    }
  }
}
