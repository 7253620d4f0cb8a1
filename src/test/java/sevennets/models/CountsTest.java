package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.analysis.Summary;

/** The learnable parameters and multiply-adds of every net whose paper or reference implementation fixes them. */
class CountsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
      "alexnet_paper,    60965224",
      "alexnet,          61100840",
      "vgg11,           132863336",
      "vgg11_lrn,       132863336",
      "vgg13,           133047848",
      "vgg16_c,         133638952",
      "vgg16,           138357544",
      "vgg16_bn,        138365992",
      "vgg19,           143667240",
      "resnet18,         11689512",
      "resnet34,         21797672",
      "resnet50,         25557032",
      "resnet20_cifar,     269722",
      "resnet32_cifar,     464154",
      "resnet44_cifar,     658586",
      "resnet56_cifar,     853018",
      "resnet110_cifar,   1727962",
      "plain20_cifar,      269722",
  })
  void learnableParametersAreThePapers(String name, long params) {
    assertThat(Summary.of(Models.get(name).graph()).params()).isEqualTo(params);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
      "alexnet,    714188480",
      "vgg11,     7609090048",
      "resnet18,  1814073344",
      "resnet50,  4089184256",
  })
  void multiplyAddsAreTheReferences(String name, long macs) {
    assertThat(Summary.of(Models.get(name).graph()).macs()).isEqualTo(macs);
  }
}
