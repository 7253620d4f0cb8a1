package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The expected numbers are those of the Python script that wrote the reference files. */
class GeneratedTest {

  private static void starts(float[] values, float... expected) {
    assertThat(Arrays.copyOf(values, expected.length)).containsExactly(expected);
  }

  @Test
  void namesAreHashedWithFnv1a() {
    assertThat(Generated.fnv1a64("conv1.weight")).isEqualTo(0x69a29a2cee47d254L);
    assertThat(Generated.fnv1a64("bn1.running_mean")).isEqualTo(0x9d4564a3b27eb0efL);
  }

  @Test
  void weightsOfConvolutionsAndLinearLayersSpreadByTheirFanIn() {
    float[] conv = Generated.tensor("conv1.weight", 64, 3, 7, 7);
    starts(conv, 0.031109672039747238f, -0.19422955811023712f, 0.12270276993513107f);
    assertThat(conv).hasSize(9_408);
    assertThat(conv[9_407]).isEqualTo(-0.06721866130828857f);
    starts(
        Generated.tensor("fc.weight", 1000, 512),
        -0.010773997753858566f,
        -0.03564415127038956f,
        0.013373589143157005f);
  }

  @Test
  void scalesAndVariancesLieBetweenAHalfAndOneAndAHalf() {
    starts(
        Generated.tensor("bn1.weight", 64),
        1.4021120071411133f,
        0.6248636245727539f,
        1.3966233730316162f);
    starts(
        Generated.tensor("layer1.0.bn1.running_var", 64),
        0.987060546875f,
        0.6360312700271606f,
        0.887117326259613f);
  }

  @Test
  void biasesAndMeansAreSmall() {
    starts(
        Generated.tensor("fc.bias", 1000),
        0.014222877100110054f,
        0.008973531424999237f,
        0.01696842350065708f);
    starts(
        Generated.tensor("bn1.running_mean", 64),
        -0.010583408176898956f,
        0.006950039882212877f,
        0.011584370397031307f);
  }

  @Test
  void thePictureIsTheScripts() {
    float[] picture = Generated.picture(2, 3, 4, 5);
    assertThat(new float[] {picture[0], picture[1], picture[59], picture[60], picture[119]})
        .containsExactly(
            0.17969997227191925f,
            0.3926183879375458f,
            1.4234504699707031f,
            0.32081180810928345f,
            0.9328737854957581f);
  }

  @Test
  void onlyTheTensorsAskedForExist() {
    Tensors tensors = new Generated(Map.of("fc.bias", new long[] {10}));
    assertThat(tensors.read("fc.bias")).isEqualTo(Generated.tensor("fc.bias", 10));
    assertThatThrownBy(() -> tensors.read("fc.weight")).hasMessageContaining("fc.weight");
  }
}
