package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.analysis.Summary;
import sevennets.analysis.Summary.Layer;

/**
 * The nets for 32 x 32 images that no paper defines are defined by the tables of a page of the
 * documentation.
 */
class SmallNetsTest {

  private static final Path PAGE = Path.of("src/docs/small-nets.md");

  static List<String> names() {
    return List.of(
        "lenet5",
        "alexnet_small",
        "vgg11_small",
        "vgg13_small",
        "vgg16_small",
        "vgg19_small",
        "googlenet_small",
        "densenet_small",
        "efficientnet_small");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("names")
  void thePageGivesEveryLayer(String name) throws IOException {
    assertThat(Files.readString(PAGE)).contains(table(name));
  }

  @Test
  void theReadmeGivesTheirParametersAndMultiplyAdds() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (String name : names()) {
      Summary summary = Summary.of(Models.get(name).graph());
      assertThat(readme)
          .containsPattern("\\| `%s` \\| [^|]+ \\| %,d \\| %,d \\|"
              .formatted(name, summary.params(), summary.macs()));
    }
  }

  /**
   * Layer, operation, output, learnable parameters, multiply-adds; what has none of the latter two
   * has dashes.
   */
  private static String table(String name) {
    Summary summary = Summary.of(Models.get(name).graph());
    StringBuilder table = new StringBuilder("## " + name + "\n\n```\n");
    for (Layer layer : summary.layers())
      table.append("%-28s %-20s %-12s %9s %11s%n"
          .formatted(
              layer.name(),
              layer.operation(),
              layer.output(),
              count(layer.params()),
              count(layer.macs())));
    return table
        .append("%-28s %-20s %-12s %,9d %,11d%n```%n"
            .formatted("total", "", "", summary.params(), summary.macs()))
        .toString();
  }

  private static String count(long count) {
    return count == 0 ? "-" : "%,d".formatted(count);
  }
}
