package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.BadInputTable;
import sevennets.kernels.cudnn.StandInDriver;
import sevennets.kernels.cudnn.StandInTraining;

/**
 * All that calls NVIDIA's libraries, with libraries whose work the processor does: a run gives the
 * host's numbers, and each failure is one sentence after which nothing is lost.
 */
class CardFailureTest {
  @TempDir
  static Path folder;

  private static Map<String, String> came;

  @BeforeAll
  static void tryAll() throws IOException, InterruptedException {
    assumeTrue(StandInTraining.missing() == null, StandInTraining.missing());
    Path libraries = Files.createDirectory(folder.resolve("libraries"));
    StandInDriver.compile(libraries);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.addAll(StandInDriver.options(libraries));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CardScenarios.class.getName(), folder.resolve("runs").toString()));
    File said = folder.resolve("said").toFile();
    File errors = folder.resolve("errors").toFile();
    Process process =
        new ProcessBuilder(command).redirectOutput(said).redirectError(errors).start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0)
        .as(Files.readString(errors.toPath()))
        .isTrue();
    came = new LinkedHashMap<>();
    for (String line : Files.readAllLines(said.toPath())) {
      String[] parts = line.split("\t", 2);
      if (parts.length == 2) {
        came.put(parts[0], parts[1]);
      }
    }
  }

  @Test
  void theCardIsDescribedAsItsLibrariesAnswer() {
    assertThat(came.get("card"))
        .isEqualTo("A processor in a card's place (compute capability 9.0), driver for CUDA 13.0, "
            + "CUDA 13.1, cuDNN 91900, TF32");
  }

  @Test
  void runGivesTheHostsWeightsTheSameBitsTwiceAndGivesEverythingBack() {
    assertThat(Double.parseDouble(came.get("distance from the host"))).isLessThan(1e-4);
    assertThat(Double.parseDouble(came.get("a transformer's distance"))).isLessThan(1e-4);
    assertThat(came).containsEntry("twice", "same bits").containsEntry("left on the card", "0");
  }

  @Test
  void everyFailureIsTheSentenceOfItsRow() throws IOException {
    Map<String, String> rows = BadInputTable.rows("An NVIDIA card");
    assertThat(rows.keySet())
        .containsExactlyElementsOf(
            CardScenarios.FAULTS.stream().map(CardScenarios.Fault::name).toList());
    rows.forEach((fault, sentence) -> assertThat(came.get(fault))
        .as(fault)
        .matches("training failed in epoch \\d, batch \\d: .*")
        .contains(": " + sentence + "; ./lab --cpu computes on the processor. "));
  }

  @Test
  void afterEveryFailureTheRunGoesOnOrBeginsAnewAndTheCardIsFree() {
    for (CardScenarios.Fault fault : CardScenarios.FAULTS) {
      boolean saved = came.get(fault.name()).endsWith("The last checkpoint in RUN is kept.");
      if (!saved) {
        assertThat(came.get(fault.name()))
            .endsWith("Nothing was saved in RUN yet, so nothing is lost.");
      }
      assertThat(came.get(fault.name() + ", afterwards"))
          .as(fault.name())
          .startsWith(saved ? "resumed to epoch 2, accuracy 0." : "begun anew");
      assertThat(came).containsEntry(fault.name() + ", left on the card", "0");
    }
  }
}
