package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import picocli.CommandLine;
import sevennets.models.Models;

class DescribeTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void stagesStandBesideWhatThePaperPrints() {
    assertThat(run("googlenet_paper")).isZero();
    assertThat(out.toString())
        .containsPattern(
            "inception3a +\\[256x28x28\\] +163,696 +128,049,152 .* 28x28x256, 159K, 128M")
        .contains("parameters      6,998,552");
  }

  @Test
  void jsonIsOneObjectAtTheInputAskedFor() throws Exception {
    assertThat(run("resnet50", "--json", "--input", "64")).isZero();
    JsonNode net = new ObjectMapper().readTree(out.toString());
    assertThat(net.get("name").asText()).isEqualTo("resnet50");
    assertThat(net.get("params").asLong()).isEqualTo(25_557_032);
    assertThat(net.get("input").toString()).isEqualTo("[3,64,64]");
  }

  @Test
  void everyLayerIsListedWithWhatTrainingKeepsOfIt() {
    assertThat(run("lenet5", "--batch", "100")).isZero();
    Models.get("lenet5")
        .graph()
        .steps()
        .forEach(step -> assertThat(out.toString()).contains("\n" + step.node().name() + " "));
    assertThat(out.toString())
        .containsPattern("s2 +MaxPool2d 2x2 /2 +\\[6x14x14\\] +0 +0 +0\\.5 +6 +2")
        .contains("MB of activations to train 100 images");
  }

  @Test
  void stagesAloneAreListedOnRequest() {
    assertThat(run("lenet5", "--stages")).isZero();
    assertThat(out.toString()).contains("c1 - s2").doesNotContain("MaxPool2d");
  }

  @Test
  void withoutANameEveryNetIsListedWithWhatItCosts() {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .containsPattern("resnet50 +\\[3x224x224\\] +25,557,032 +4,089,184,256  He, Zhang");
    assertThat(out.toString().lines().skip(1).map(line -> line.split(" ")[0]))
        .containsExactlyElementsOf(Models.names());
  }

  @Test
  void theDrawingIsWrittenWhereAsked(@TempDir Path folder) throws Exception {
    assertThat(run("lenet5", "--svg", folder.resolve("net.svg").toString())).isZero();
    assertThat(Files.readString(folder.resolve("net.svg")))
        .startsWith("<svg")
        .contains("MaxPool2d 2x2 /2");
  }

  @Test
  void aMistakeIsOneSentence() {
    assertThat(run("resnet51")).isEqualTo(2);
    assertThat(run("vgg11", "--input", "16")).isEqualTo(2);
    assertThat(run("vgg11", "--batch", "0")).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(3);
    assertThat(err.toString())
        .contains("resnet50")
        .contains("a larger input image is required")
        .contains("--batch needs at least 1 image, received 0");
  }

  private int run(String... args) {
    CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] all = new String[args.length + 1];
    all[0] = "describe";
    System.arraycopy(args, 0, all, 1, args.length);
    return line.execute(all);
  }
}
