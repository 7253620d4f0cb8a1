package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
