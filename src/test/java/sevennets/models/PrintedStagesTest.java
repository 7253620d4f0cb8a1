package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.analysis.Stage;
import sevennets.analysis.Summary;

class PrintedStagesTest {

  static List<String> printed() {
    return Models.names().stream()
        .filter(name -> !Models.printedStages(name).isEmpty())
        .toList();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("printed")
  void everyLineOfAPapersTableStandsBesideAStage(String name) {
    List<String> stages =
        Stage.of(Summary.of(Models.get(name).graph())).stream().map(Stage::name).toList();
    List<String> lines = Models.printedStages(name).keySet().stream()
        .filter(line -> !line.contains("maxpool2"))
        .toList();
    assertThat(stages).containsAll(lines);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("printed")
  void outputSizesAreThePrintedOnes(String name) {
    for (Stage stage : Stage.of(Summary.of(Models.get(name).graph()))) {
      String line = Models.printedStages(name).getOrDefault(stage.name(), "");
      if (!line.matches("\\d+x\\d+(x\\d+)?(, .*)?")
          || stage.name().startsWith("conv1 -")
          || !stage.output().isImage()) continue;
      String[] sizes = line.split(",")[0].split("x");
      assertThat(stage.output().height())
          .as(name + " " + stage.name())
          .isEqualTo(Integer.parseInt(sizes[0]));
      if (sizes.length == 3)
        assertThat(stage.output().channels())
            .as(name + " " + stage.name())
            .isEqualTo(Integer.parseInt(sizes[2]));
    }
  }
}
