package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.Crafted;
import sevennets.Trap;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.weights.SafeTensors;
import sevennets.weights.StateDict;

class ExportTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Graph graph =
      Models.get("lenet5").withInput(3, 32, 32).withClasses(7).graph();
  private final ComputationGraph net = graph.net(5);

  @TempDir
  Path folder;

  private Path model;
  private Path file;

  @BeforeEach
  void saveModel() throws IOException {
    model = folder.resolve("best.zip");
    file = folder.resolve("net.safetensors");
    ModelSerializer.writeModel(net, model.toFile(), false);
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  @Test
  void strangersModelRunsNoCode() throws IOException {
    for (byte[] trap : new byte[][] {Trap.bytes(), Trap.endless(), Trap.huge()}) {
      Path crafted = Crafted.with(model, "preprocessor.bin", trap);
      assertThat(run(
              "export",
              "--arch",
              "lenet5",
              "--channels",
              "3",
              "--classes",
              "7",
              "--model",
              crafted.toString(),
              file.toString()))
          .as(err.toString())
          .isZero();
    }
    Path other =
        Crafted.with(model, "configuration.json", "{\"@class\":\"sevennets.Trap\"}".getBytes());
    assertThat(run("export", "--arch", "lenet5", "--model", other.toString(), file.toString()))
        .isEqualTo(2);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            other
                + " is no model that can be read: its configuration names the type 'sevennets.Trap', of which no net here is made");
    assertThat(Trap.SPRUNG).hasValue(0);
  }

  @Test
  void everyWeightIsInTheFile() throws IOException {
    assertThat(run(
            "export",
            "--arch",
            "lenet5",
            "--channels",
            "3",
            "--classes",
            "7",
            "--model",
            model.toString(),
            file.toString()))
        .as(err.toString())
        .isZero();
    StateDict state = StateDict.of(graph, net);
    try (SafeTensors written = SafeTensors.open(file)) {
      assertThat(written.names()).containsExactlyElementsOf(state.names());
      assertThat(written.metadata()).containsEntry("arch", "lenet5");
      for (String name : state.names())
        assertThat(written.read(name)).as(name).isEqualTo(state.read(name));
    }
  }

  @Test
  void halfFloatsTakeHalfTheRoom() throws IOException {
    assertThat(run(
            "export",
            "--arch",
            "lenet5",
            "--channels",
            "3",
            "--classes",
            "7",
            "--dtype",
            "f16",
            "--model",
            model.toString(),
            file.toString()))
        .as(err.toString())
        .isZero();
    assertThat(Files.size(file))
        .isBetween(
            2
                * graph.inferenceSteps().stream()
                    .flatMap(step -> step.parameters().stream())
                    .mapToLong(p -> p.size())
                    .sum(),
            130_000L);
  }

  @Test
  void aModelOfAnotherShapeIsRefusedInOneSentence() {
    assertThat(run(
            "export",
            "--arch",
            "lenet5",
            "--channels",
            "3",
            "--model",
            model.toString(),
            file.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("not made from this graph").contains("output.weight");
    assertThat(file).doesNotExist();
  }
}
