package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.analysis.Stage;
import sevennets.analysis.Summary;

/** The nets for 32 x 32 images that no paper defines are defined here: stage, output, learnable parameters, multiply-adds. */
class SmallNetsTest {

  private static final String TABLE = """
      lenet5
        c1 - s2                    [6x14x14]        456    352800
        c3 - s4                    [16x5x5]        2416    240000
        flatten - output           [10]           59134     58920
      alexnet_small
        features.0 - 3             [48x15x15]      3648   3686400
        features.4 - 7             [128x7x7]     153728  34560000
        features.8 - 14            [128x3x3]     774656  37933056
        flatten                    [1152]             0         0
        classifier                 [10]          858122    857088
      vgg11_small
        features.0 - 2             [16x16x16]       448    442368
        features.3 - 5             [32x8x8]        4640   1179648
        features.6 - 10            [64x4x4]       55424   3538944
        features.11 - 15           [128x2x2]     221440   3538944
        features.16 - 20           [128x1x1]     295168   1179648
        flatten                    [128]              0         0
        classifier                 [10]          101386    100864
      vgg13_small
        features.0 - 4             [16x16x16]      2768   2801664
        features.5 - 9             [32x8x8]       13888   3538944
        features.10 - 14           [64x4x4]       55424   3538944
        features.15 - 19           [128x2x2]     221440   3538944
        features.20 - 24           [128x1x1]     295168   1179648
        flatten                    [128]              0         0
        classifier                 [10]          101386    100864
      vgg16_small
        features.0 - 4             [16x16x16]      2768   2801664
        features.5 - 9             [32x8x8]       13888   3538944
        features.10 - 16           [64x4x4]       92352   5898240
        features.17 - 23           [128x2x2]     369024   5898240
        features.24 - 30           [128x1x1]     442752   1769472
        flatten                    [128]              0         0
        classifier                 [10]          101386    100864
      vgg19_small
        features.0 - 4             [16x16x16]      2768   2801664
        features.5 - 9             [32x8x8]       13888   3538944
        features.10 - 18           [64x4x4]      129280   8257536
        features.19 - 27           [128x2x2]     516608   8257536
        features.28 - 36           [128x1x1]     590336   2359296
        flatten                    [128]              0         0
        classifier                 [10]          101386    100864
      googlenet_small
        conv1                      [64x32x32]      1792   1769472
        norm1                      [64x32x32]         0         0
        inception3a                [64x32x32]     11132  11304960
        inception3b                [120x32x32]    24416  24838144
        maxpool3                   [120x16x16]        0         0
        inception4a                [128x16x16]    23628   6008832
        inception4b                [128x16x16]    28194   7176192
        inception4c                [128x16x16]    32006   8151040
        inception4d                [132x16x16]    37968   9674752
        inception4e                [208x16x16]    54464  13877248
        maxpool4                   [208x8x8]          0         0
        inception5a                [208x8x8]      65408   4169728
        inception5b                [256x8x8]      90492   5771264
        avgpool                    [256]              0         0
        dropout - fc               [10]            2570      2560
      densenet_small
        features.conv0             [16x32x32]       432    442368
        features.denseblock1       [88x32x32]     30360  30523392
        features.transition1       [88x16x16]      7920   7929856
        features.denseblock2       [160x16x16]    77880  19574784
        features.transition2       [160x8x8]      25920   6553600
        features.denseblock3       [232x8x8]     125400   7879680
        features.norm4 - avgpool   [232]            464         0
        classifier                 [10]            2330      2320
      efficientnet_small
        features.0                 [16x32x32]       464    442368
        features.1                 [8x32x32]        468    278656
        features.2                 [16x32x32]      7270   5653440
        features.3                 [24x32x32]     20554  17156544
        features.4                 [40x16x16]     67946  16292928
        features.5                 [56x16x16]    149654  31026240
        features.6                 [96x8x8]      537974  31509696
        features.7                 [160x8x8]     183512   9796608
        features.8                 [640x8x8]     103680   6553600
        avgpool                    [640]              0         0
        classifier                 [10]            6410      6400
      """;

  @Test void smallNetsAreTheOnesThatTheirTablesSay() {
    List<String> lines = new ArrayList<>();
    for (String name : TABLE.lines().filter(line -> !line.startsWith(" ")).toList()) {
      lines.add(name);
      for (Stage stage : Stage.of(Summary.of(Models.get(name).graph())))
        lines.add("  %-26s %-12s %7d %9d".formatted(stage.name(), stage.output(), stage.params(), stage.macs()));
    }
    assertThat(String.join("\n", lines)).isEqualTo(TABLE.strip());
  }

  @Test void theReadmeGivesTheirParametersAndMultiplyAdds() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    for (String name : TABLE.lines().filter(line -> !line.startsWith(" ")).toList()) {
      Summary summary = Summary.of(Models.get(name).graph());
      assertThat(readme).containsPattern("\\| `%s` \\| [^|]+ \\| %,d \\| %,d \\|".formatted(name, summary.params(), summary.macs()));
    }
  }
}
