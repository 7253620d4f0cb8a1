package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.analysis.Stage;
import sevennets.analysis.Summary;

/**
 * The stages of every net of the registry are the recorded ones: output, learnable parameters,
 * multiply-adds, found without allocating a weight. What papers and reference implementations print
 * is held by {@link CountsTest}; the record holds all the rest in place.
 */
class StagesTest {

  private static final Path RECORD = Path.of("src/test/resources/sevennets/models/stages.txt");

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void stagesAreTheRecordedOnes(String name) throws IOException {
    assertThat(stages(name)).isEqualTo(recorded().get(name));
  }

  @Test
  void nothingIsRecordedThatIsNoNet() throws IOException {
    assertThat(recorded().keySet()).containsExactlyInAnyOrderElementsOf(Models.names());
  }

  private static List<String> stages(String name) {
    Variant variant = Models.get(name);
    List<String> lines = new ArrayList<>(List.of("%s %s".formatted(name, variant.input())));
    for (Stage stage : Stage.of(Summary.of(variant.graph())))
      lines.add("  %-26s %-14s %11d %13d"
          .formatted(stage.name(), stage.output(), stage.params(), stage.macs()));
    return lines;
  }

  /** The lines of each net, by its name. */
  private static Map<String, List<String>> recorded() throws IOException {
    Map<String, List<String>> nets = new LinkedHashMap<>();
    String name = "";
    for (String line : Files.readAllLines(RECORD)) {
      if (!line.startsWith(" ")) name = line.split(" ")[0];
      nets.computeIfAbsent(name, net -> new ArrayList<>()).add(line);
    }
    return nets;
  }
}
