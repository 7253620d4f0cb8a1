package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.weights.SafeTensorsWriter;
import sevennets.weights.StateDict;

/** What weights that tell nothing apart are worth on photographs. */
class EvaluateTest {
  @TempDir
  static Path folder;

  private static Path photographs;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** One of ImageNet's first class, and one of a class in its middle. */
  @BeforeAll
  static void takePhotographs() throws IOException {
    photographs = folder.resolve("photographs");
    for (String name : new String[] {"tench", "tabby"}) {
      Path own = Files.createDirectories(photographs.resolve(name));
      ImageIO.write(
          new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB),
          "png",
          own.resolve("p.png").toFile());
    }
  }

  /** A ResNet-18 whose every weight is the same number. */
  private static Path weights(float each) throws IOException {
    Graph graph = Models.get("resnet18").withInput(3, 32, 32).graph();
    ComputationGraph net = graph.net(0);
    net.params().assign(each);
    Path file = folder.resolve("all-" + each + ".safetensors");
    SafeTensorsWriter.write(file, StateDict.of(graph, net), Map.of());
    return file;
  }

  private int evaluate(Path weights) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(
            "evaluate",
            "--arch",
            "resnet18",
            "--weights",
            weights.toString(),
            "--source",
            "torchvision",
            "--crop",
            "32",
            "--images",
            photographs.toString());
  }

  @Test
  void ofEqualProbabilitiesTheFirstClassIsTheAnswer() throws IOException {
    assertThat(evaluate(weights(0))).as(err.toString()).isZero();
    assertThat(out.toString()).contains("2 photographs  top-1 50.00 %  top-5 50.00 %");
  }

  @Test
  void aNetWhoseProbabilitiesAreNoNumbersIsNotJudged() throws IOException {
    assertThat(evaluate(weights(Float.NaN))).isNotZero();
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains(
            "a finite probability of every class is required, and the net's output for "
                + photographs.resolve("tabby").resolve("p.png")
                + " holds NaN: its weights are damaged or of a training that diverged; give others by --weights or --run")
        .doesNotContain("\tat ");
  }
}
