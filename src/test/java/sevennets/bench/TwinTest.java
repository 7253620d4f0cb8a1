package sevennets.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import sevennets.graph.OpNets;
import sevennets.models.Models;
import sevennets.ops.OpCases;

/** PyTorch's twin of a net is the same net: from equal parameters it gives what ours gives. */
class TwinTest {
  private static Peer pyTorch;

  @BeforeAll
  static void startPyTorch() {
    Optional<Path> python = Torch.find(null);
    assumeTrue(python.isPresent(), "no Python with PyTorch here; " + Torch.VARIABLE + " names one");
    pyTorch = new Peers(python.get(), 2).start(Contender.PYTORCH);
  }

  @AfterAll
  static void stopPyTorch() {
    if (pyTorch != null) pyTorch.close();
  }

  static List<Workload> workloads() {
    List<Workload> workloads = new ArrayList<>();
    workloads.add(new Workload("every operation", EveryOperation.graph(), 4, Mode.INFERENCE));
    for (OpCases.Case c : OpCases.all())
      if (c.op().twin(c.inputs()).isPresent())
        workloads.add(new Workload(c.name(), OpNets.of(c), 4, Mode.INFERENCE));
    return workloads;
  }

  @ParameterizedTest
  @MethodSource("workloads")
  void everyOperationsTwinGivesOurProbabilities(Workload workload) throws IOException {
    for (Contender format : List.of(Contender.PYTORCH, Contender.PYTORCH_CHANNELS_LAST)) {
      try (Assignment assignment = new Assignment(workload, 2)) {
        ObjectNode load = assignment.load(format);
        float[] ours = Job.of(load).probabilities();
        pyTorch.ask(load);
        Path file = assignment.file("theirs");
        pyTorch.ask(Peer.request("outputs").put("file", file.toString()));
        assertThat(ours)
            .hasSize(4 * workload.graph().logits().shape().channels())
            .containsExactly(Floats.read(file), within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PYTORCH", "PYTORCH_CHANNELS_LAST"})
  void fiveTrainingStepsGiveOurLosses(Contender format) throws IOException {
    // Small steps, or rounding grows from one to the next; a large decay, so that a wrong one
    // shows.
    try (Assignment assignment =
        new Assignment(Workload.of(Models.get("resnet20_cifar"), 8, Mode.TRAINING), 2)) {
      ObjectNode load = assignment.load(format).put("learningRate", 1e-3).put("weightDecay", 0.05);
      Job ours = Job.of(load);
      pyTorch.ask(load);
      for (int step = 0; step < 5; step++)
        assertThat(ours.step()).as("loss of step %d", step).isCloseTo(pyTorchsLoss(), within(5e-4));
    }
  }

  @ParameterizedTest
  @Tag("slow")
  @EnumSource(names = {"PYTORCH_COMPILED", "PYTORCH_AUTOTUNED_CHANNELS_LAST"})
  void compiledTwinIsTheSameNetAndStartsFromTheSameWeights(Contender contender) throws IOException {
    Workload infers = Workload.of(Models.get("lenet5"), 4, Mode.INFERENCE);
    try (Assignment assignment = new Assignment(infers, 2)) {
      float[] ours = Job.of(assignment.load(contender)).probabilities();
      requireCompiled(pyTorch.ask(assignment.load(contender)));
      Path file = assignment.file("theirs");
      pyTorch.ask(Peer.request("outputs").put("file", file.toString()));
      assertThat(ours).containsExactly(Floats.read(file), within(1e-5f));
    }
    Workload learns = Workload.of(Models.get("lenet5"), 4, Mode.TRAINING);
    try (Assignment assignment = new Assignment(learns, 2)) {
      ObjectNode load = assignment.load(contender).put("learningRate", 1e-3);
      Job ours = Job.of(load);
      requireCompiled(pyTorch.ask(load));
      for (int step = 0; step < 3; step++)
        assertThat(ours.step()).as("loss of step %d", step).isCloseTo(pyTorchsLoss(), within(1e-4));
    }
  }

  private static void requireCompiled(JsonNode loaded) {
    assumeTrue(!loaded.has("cannot"), () -> loaded.get("cannot").asText());
    assertThat(loaded.get("compileSeconds").asDouble()).isPositive();
  }

  @Test
  void operationThatPyTorchLacksIsNamed() {
    try (Assignment assignment = new Assignment(
        new Workload("every operation", EveryOperation.graph(), 2, Mode.INFERENCE), 2)) {
      ObjectNode load = assignment.load(Contender.PYTORCH);
      ((ObjectNode) load.at("/net/steps/1")).put("op", "Convolute");
      assertThatThrownBy(() -> pyTorch.ask(load)).hasMessageContaining("'Convolute' of 'conv'");
    }
  }

  private static double pyTorchsLoss() {
    return pyTorch.ask(Peer.request("run").put("steps", 1)).get("score").asDouble();
  }
}
