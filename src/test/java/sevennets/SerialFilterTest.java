package sevennets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sevennets.graph.Graph;
import sevennets.ops.Shape;

/** The filter of pom.xml's table, with which every JVM of the project is started: this one too. */
class SerialFilterTest {
  @Test
  @Timeout(10)
  void noObjectIsReadWhoeverAsks() {
    Map.of("code", Trap.bytes(), "sets in sets", Trap.endless(), "2 GB", Trap.huge())
        .forEach((what, bytes) -> assertThatThrownBy(
                () -> new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject())
            .as(what)
            .isInstanceOf(InvalidClassException.class)
            .hasMessageContaining("REJECTED"));
    assertThat(Trap.SPRUNG).hasValue(0);
  }

  /** What a notebook may call; without the filter the trap springs. */
  @Test
  void modelSerializerOfDeeplearning4jRunsNoCodeOfAFile(@TempDir Path folder) throws IOException {
    Graph graph = new Graph(Shape.image(1, 4, 4));
    graph.classify(graph.input().flatten("flat").dense("fc", 2));
    Path model = folder.resolve("net.zip");
    ModelSerializer.writeModel(graph.net(1), model.toFile(), false);
    Path crafted = Crafted.with(model, "preprocessor.bin", Trap.bytes());
    assertThatThrownBy(() -> ModelSerializer.restoreComputationGraph(crafted.toFile()))
        .isInstanceOf(InvalidClassException.class);
    assertThat(Trap.SPRUNG).hasValue(0);
  }
}
