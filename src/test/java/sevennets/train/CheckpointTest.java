package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevennets.Crafted;
import sevennets.Trap;
import sevennets.files.AtomicFile;

class CheckpointTest {
  @TempDir
  Path folder;

  private Path file;
  private Checkpoint written;

  @BeforeEach
  void write() throws IOException {
    Trainer trainer =
        new Trainer(Blobs.net(), Blobs.recipe().withEpochs(1).withBatchSize(128)).into(folder);
    trainer.fit(Blobs.training(), Blobs.validation());
    file = folder.resolve("checkpoint-0001-000000.zip");
    written = Checkpoint.read(file);
  }

  @Test
  void holdsWeightsOptimizerAverageAndPosition() {
    assertThat(written.vectors().keySet())
        .containsExactly("coefficients.bin", "memory/average", "memory/velocity");
    assertThat(written.vectors().values())
        .allMatch(vector -> vector.norm2Number().doubleValue() > 0);
    assertThat(written.position()).isEqualTo(new Position(1, 0, 2));
    assertThat(written.history().epochs()).hasSize(1);
  }

  @Test
  void isADeeplearning4jModelToo() throws IOException {
    ComputationGraph net = ModelSerializer.restoreComputationGraph(file.toFile());
    assertThat(net.params()).isEqualTo(written.vectors().get("coefficients.bin"));
  }

  @Test
  void cutOffAnywhereIsRecognised() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length :
        new int[] {0, 1, 100, whole.length / 2, whole.length - 100, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Checkpoint.read(file))
          .as("cut to %d bytes", length)
          .isInstanceOf(Checkpoint.Damaged.class)
          .hasMessageContaining(file + " is damaged: ");
    }
  }

  @Test
  void sumsThatAreEmptyOrLackALineAreRecognised() throws IOException {
    String sums = new String(Crafted.entries(file).get("sums.sha256"), StandardCharsets.UTF_8);
    List<String> lines = sums.lines().toList();
    for (String crafted : List.of(
        "",
        "\n",
        "x",
        String.join("\n", lines.subList(1, lines.size())),
        sums + lines.get(0),
        sums + "0".repeat(64) + "  ../evil\n"))
      assertDamaged(Crafted.with(file, "sums.sha256", crafted.getBytes()), "its 'sums.sha256' ");
    assertDamaged(Crafted.with(file, "one-more", new byte[1]), "has no sum of 'one-more'");
  }

  @Test
  @Timeout(10)
  void bombIsNotUnpacked() throws IOException {
    byte[] bomb = new byte[30 << 20];
    assertDamaged(Crafted.with(file, "sums.sha256", bomb), "holds more than 20,971,520 bytes");
    Map<String, byte[]> entries = Crafted.entries(file);
    entries.put("coefficients.bin", bomb);
    assertDamaged(
        Crafted.squeezed(folder.resolve("bomb.zip"), entries),
        " is squeezed, as no checkpoint's is");
  }

  /** What a stranger writes has sums that are right. */
  @Test
  void nonsenseWithRightSumsIsAnsweredInASentence() throws IOException {
    for (Map.Entry<String, String> crafted : Map.of(
            "training.properties", "its 'training.properties' has no position",
            "history.csv", "its history should begin with the line 'epoch,lr,",
            "configuration.json", "its configuration is no JSON",
            "coefficients.bin", "its 'coefficients.bin' ",
            "memory/velocity", "its 'memory/velocity' ")
        .entrySet())
      assertDamaged(signed(Map.of(crafted.getKey(), "nonsense".getBytes())), crafted.getValue());
    for (String state : List.of("position=1", "position=a b c", "position=-1 0 0"))
      assertDamaged(
          signed(
              Map.of("training.properties", (state + "\ntally=0 0 0 0 0 0\nrecipe=r").getBytes())),
          "position");
    assertDamaged(
        signed(Map.of("training.properties", "position=1 0 0\ntally=\nrecipe=r".getBytes())),
        "its tally should be six numbers");
    assertDamaged(
        signed(Map.of("configuration.json", "{\"@class\":\"sevennets.Trap\"}".getBytes())),
        "names the type 'sevennets.Trap'");
  }

  @Test
  void entryThatIsAJavaObjectIsNotOpened() throws IOException {
    Checkpoint read = Checkpoint.read(signed(Map.of("preprocessor.bin", Trap.bytes())));
    assertThat(read.restoreNet().params()).isEqualTo(written.vectors().get("coefficients.bin"));
    assertThat(Trap.SPRUNG).hasValue(0);
  }

  private static void assertDamaged(Path crafted, String why) {
    assertThatThrownBy(() -> Checkpoint.read(crafted))
        .isInstanceOf(Checkpoint.Damaged.class)
        .hasMessageStartingWith(crafted + " is damaged: ")
        .hasMessageContaining(why);
  }

  /** A checkpoint with other entries, and the sums of those. */
  private Path signed(Map<String, byte[]> others) throws IOException {
    Map<String, byte[]> entries = Crafted.entries(file);
    entries.remove("sums.sha256");
    entries.putAll(others);
    StringBuilder sums = new StringBuilder();
    for (Map.Entry<String, byte[]> entry : entries.entrySet())
      sums.append(sha256(entry.getValue())).append("  ").append(entry.getKey()).append('\n');
    entries.put("sums.sha256", sums.toString().getBytes(StandardCharsets.UTF_8));
    return Crafted.zip(folder.resolve("signed.zip"), entries);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void alteredByteIsRecognisedOrChangesNothing() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(1);
    int recognised = 0;
    for (int i = 0; i < 100; i++) {
      byte[] altered = whole.clone();
      altered[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, altered);
      try {
        Checkpoint read = Checkpoint.read(file);
        assertThat(read.vectors()).isEqualTo(written.vectors());
        assertThat(read.position()).isEqualTo(written.position());
      } catch (Checkpoint.Damaged damaged) {
        recognised++;
      }
    }
    assertThat(recognised).isGreaterThan(80);
  }

  /** Really out of descriptors, where the system's limit is low enough to get there. */
  @Test
  void wholeFileThatCannotBeOpenedNowIsNotCalledDamaged() throws IOException {
    List<InputStream> held = new ArrayList<>();
    Throwable thrown = null;
    try {
      while (held.size() < 100_000) held.add(new FileInputStream(file.toFile()));
    } catch (FileNotFoundException tooMany) {
      thrown = catchThrowable(() -> Checkpoint.read(file));
    } finally {
      for (InputStream in : held) in.close();
    }
    assumeTrue(thrown != null, "this system lets a process open as many files as it likes");
    assertThat(thrown)
        .isInstanceOf(TrainingException.class)
        .hasMessage("%s can't be read now: Too many open files; nothing was changed", file);
    assertThat(Checkpoint.read(file).vectors()).isEqualTo(written.vectors());
  }

  @Test
  void failureWhileWritingLeavesTheOldFileAndNothingElse() throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> AtomicFile.write(file, out -> {
          out.write(new byte[1 << 21]);
          throw new IOException("No space left on device");
        }))
        .hasMessage("No space left on device");
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining("glob:**.unfinished");
  }
}
