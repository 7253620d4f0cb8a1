package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sevennets.analysis.Summary;

class ReadmeCountsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lenet5_paper",
        "nin_small",
        "all_cnn_small",
        "inception_v3_small",
        "stn_small",
        "swwae_small",
        "vit_small"
      })
  void theReadmeGivesTheSmallNetsParametersAndMultiplyAdds(String name) throws IOException {
    Summary summary = Summary.of(Models.get(name).graph());
    assertThat(Files.readString(Path.of("README.md")))
        .contains("| %,d | %,d |".formatted(summary.params(), summary.macs()))
        .containsPattern("\\| `%s` \\| [^|]+ \\| %,d \\| %,d \\|"
            .formatted(name, summary.params(), summary.macs()));
  }
}
