package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.weights.Generated;
import sevennets.weights.StateDict;

/** The command on a reference file of a small net, written here from that net in float64. */
class VerifyTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir
  Path folder;

  private int verify(Path... files) {
    String[] args = Arrays.stream(files).map(Path::toString).toArray(String[]::new);
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(Stream.concat(Stream.of("verify"), Arrays.stream(args)).toArray(String[]::new));
  }

  private Path reference(double fault) throws IOException {
    Graph graph = Models.get("lenet5").withInput(3, 32, 32).graph();
    ComputationGraph net = graph.net(0, DataType.DOUBLE);
    StateDict state = StateDict.of(graph, net);
    state.load(new Generated(
        state.names().stream().collect(Collectors.toMap(name -> name, state::shape))));
    INDArray images = Nd4j.create(Generated.picture(2, 3, 32, 32), new long[] {2, 3, 32, 32}, 'c')
        .castTo(DataType.DOUBLE);
    INDArray logits =
        net.output(List.of(graph.vertex(graph.logits())), false, new INDArray[] {images}, null)[0];
    logits.putScalar(1, 2, logits.getDouble(1, 2) + fault);
    long params = graph.inferenceSteps().stream()
        .flatMap(step -> step.parameters().stream())
        .mapToLong(p -> p.size())
        .sum();
    long macs = graph.inferenceSteps().stream().mapToLong(Graph.Step::macs).sum();
    String tensors = state.names().stream()
        .map(name -> "[\"%s\",%s]".formatted(name, Arrays.toString(state.shape(name))))
        .collect(Collectors.joining(","));
    return Files.writeString(folder.resolve("lenet5-%s.json".formatted(fault)), """
        {"arch":"lenet5","params":%d,"params_without_aux":%d,"macs_conv_linear_per_image":%d,"input_shape":[2,3,32,32],
         "tensors":[%s],"stages":[["c1",[2,6,28,28],1,1],["s2",[2,6,14,14],1,1]],"logits":%s}
        """.formatted(
            params, params, macs, tensors, Arrays.deepToString(logits.toDoubleMatrix())));
  }

  @Test
  void anEqualNetPrintsItsRatioAndExitsWith0() throws IOException {
    assertThat(verify(reference(0))).as(out + err.toString()).isZero();
    assertThat(out.toString().strip()).matches("lenet5 +\\d\\.\\d\\de-\\d\\d");
  }

  @Test
  void aNetThatDepartsExitsWith1AndShowsItsStages() throws IOException {
    assertThat(verify(reference(0.5), reference(0))).isEqualTo(1);
    assertThat(out.toString())
        .contains("FAILED")
        .contains("in float64")
        .containsPattern("s2 +\\d")
        .containsPattern("c1 +\\d")
        .doesNotContain("NaN");
    assertThat(out.toString().lines().filter(line -> line.startsWith("lenet5"))).hasSize(2);
  }

  @Test
  void aFileThatIsNotThereIsOneSentence() {
    assertThat(verify(folder.resolve("gone.json"))).isEqualTo(2);
    assertThat(err.toString()).contains("no reference file").contains("gone.json");
  }

  @Test
  void anUnknownNetFailsAndTheOthersStillRun() throws IOException {
    Path unknown = Files.writeString(
        folder.resolve("unknown.json"), Files.readString(reference(0)).replace("lenet5", "lenet6"));
    assertThat(verify(unknown, reference(0))).isEqualTo(1);
    assertThat(out.toString())
        .contains("lenet6")
        .contains("lenet5")
        .containsPattern("(?m)^lenet5 +\\d");
  }
}
