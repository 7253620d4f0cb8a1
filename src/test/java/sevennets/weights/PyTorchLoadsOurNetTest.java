package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.models.Models;

/**
 * A net that we trained, exported, computes the same in PyTorch. Skipped where no Python at hand
 * has PyTorch.
 */
class PyTorchLoadsOurNetTest {
  private static final Path SCRIPT = Path.of("src/test/python/resnet20_in_pytorch.py");
  private static final int WITHOUT_PYTORCH = 77;

  private record Ended(int code, String output) {}

  @TempDir
  Path folder;

  @Test
  void aTrainedResNetGivesEqualLogitsInPyTorch() throws IOException, InterruptedException {
    Graph graph = Models.get("resnet20_cifar").withInput(3, 32, 32).graph();
    ComputationGraph net = trained(graph);
    Path exported = folder.resolve("net.safetensors");
    SafeTensorsWriter.write(exported, StateDict.of(graph, net), Map.of("format", "pt"));
    INDArray images = images(4);
    INDArray logits =
        net.output(List.of(graph.vertex(graph.logits())), false, new INDArray[] {images}, null)[0];
    Path run = folder.resolve("run.safetensors");
    SafeTensorsWriter.write(run, arrays(Map.of("images", images, "logits", logits)), Map.of());

    Ended ended = inPyTorch(exported, run);
    assumeTrue(ended.code != WITHOUT_PYTORCH, "no Python at hand has PyTorch");
    assertThat(ended.code).as(ended.output).isZero();
    assertThat(Double.parseDouble(ended.output.strip()))
        .isLessThan(1e-4 * logits.std().getDouble(0));
  }

  /** A few steps are enough to move every weight and every running statistic. */
  private static ComputationGraph trained(Graph graph) {
    ComputationGraph net = graph.net(3);
    INDArray labels = Nd4j.zeros(8, 10);
    for (int i = 0; i < 8; i++) labels.putScalar(i, i % 10, 1);
    for (int step = 0; step < 3; step++) net.fit(new DataSet(images(8), labels));
    return net;
  }

  private static INDArray images(int count) {
    return Nd4j.create(Generated.picture(count, 3, 32, 32), new long[] {count, 3, 32, 32}, 'c');
  }

  private static Tensors arrays(Map<String, INDArray> arrays) {
    Map<String, INDArray> ordered = new LinkedHashMap<>(arrays);
    return new Tensors() {
      @Override
      public Set<String> names() {
        return ordered.keySet();
      }

      @Override
      public long[] shape(String name) {
        return ordered.get(name).shape();
      }

      @Override
      public float[] read(String name) {
        return ordered.get(name).dup('c').data().asFloat();
      }
    };
  }

  private static Ended inPyTorch(Path net, Path run) throws IOException, InterruptedException {
    Ended last = new Ended(WITHOUT_PYTORCH, "");
    for (String python : pythons()) {
      Process process;
      try {
        process = new ProcessBuilder(python, SCRIPT.toString(), net.toString(), run.toString())
            .redirectErrorStream(true)
            .start();
      } catch (IOException notThere) {
        continue;
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor(1, TimeUnit.MINUTES);
      last = new Ended(process.exitValue(), output);
      if (last.code != WITHOUT_PYTORCH) return last;
    }
    return last;
  }

  /** The one that {@code ./lab bench} is told of, the one on the path, the system's. */
  private static List<String> pythons() {
    return Stream.of(System.getenv("SEVENNETS_TORCH_PYTHON"), "python3", "/usr/bin/python3")
        .filter(Objects::nonNull)
        .toList();
  }
}
