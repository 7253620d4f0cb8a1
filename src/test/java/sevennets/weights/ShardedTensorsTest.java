package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedTensorsTest {
  @TempDir
  Path folder;

  private Path index;

  @BeforeEach
  void write() throws IOException {
    index = folder.resolve("model.safetensors.index.json");
    for (String name : new String[] {"a", "b"})
      SafeTensorsWriter.write(
          folder.resolve(name + ".safetensors"),
          new Generated(Map.of(name + ".weight", new long[] {2, 3})),
          Map.of());
  }

  private Path index(String a, String b) throws IOException {
    return Files.writeString(index, """
        {"metadata": {"total_size": 48}, "weight_map": {"a.weight": "%s", "b.weight": "%s"}}""".formatted(a, b));
  }

  @Test
  void tensorsAreReadFromTheFilesThatTheIndexNames() throws IOException {
    index("a.safetensors", "b.safetensors");
    for (Path given : new Path[] {index, folder})
      try (CheckpointFile checkpoint = CheckpointFile.open(given)) {
        assertThat(checkpoint.names()).containsExactly("a.weight", "b.weight");
        assertThat(checkpoint.read("b.weight")).isEqualTo(Generated.tensor("b.weight", 2, 3));
      }
  }

  @Test
  void aMissingFileAndOneElsewhereAreRefused() throws IOException {
    for (String other : new String[] {"gone.safetensors", "../b.safetensors"}) {
      index("a.safetensors", other);
      assertThatThrownBy(() -> CheckpointFile.open(index))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("'" + other + "'", "does not lie beside it");
    }
  }

  @Test
  void aNameThatNoFileCanHaveIsRefused() throws IOException {
    index("a.safetensors", "b\\u0000.safetensors");
    assertThatThrownBy(() -> CheckpointFile.open(index))
        .hasMessageContaining("which does not lie beside it");
  }

  @Test
  void aTensorThatIsNotWhereTheIndexSaysIsRefused() throws IOException {
    index("a.safetensors", "a.safetensors");
    assertThatThrownBy(() -> CheckpointFile.open(index))
        .hasMessageContainingAll("'b.weight'", "a.safetensors");
  }

  @Test
  void anIndexWithoutAMapIsRefused() throws IOException {
    Files.writeString(index, "{}");
    assertThatThrownBy(() -> CheckpointFile.open(index)).hasMessageContaining("no weight_map");
  }

  @Test
  void aFolderWithoutACheckpointSaysWhatIsLookedFor() {
    assertThatThrownBy(() -> CheckpointFile.open(folder))
        .hasMessageContainingAll("holds no checkpoint", "model.safetensors");
  }
}
