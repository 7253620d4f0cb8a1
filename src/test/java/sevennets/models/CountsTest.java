package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.analysis.Summary;
import sevennets.models.Inception.Reductions;
import sevennets.ops.Parameter;
import sevennets.ops.Shape;

/**
 * The learnable parameters and multiply-adds of every net whose paper or reference implementation
 * fixes them.
 */
class CountsTest {

  /**
   * Of torchvision 0.14.1's nets, and of its ResNets with timm's gates; multiply-adds of
   * convolutions and linear layers.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "alexnet,             61100840,    714188480, 224",
    "vgg11,              132863336,   7609090048, 224",
    "vgg13,              133047848,  11308466176, 224",
    "vgg16,              138357544,  15470264320, 224",
    "vgg19,              143667240,  19632062464, 224",
    "vgg11_bn,           132868840,   7609090048, 224",
    "vgg13_bn,           133053736,  11308466176, 224",
    "vgg16_bn,           138365992,  15470264320, 224",
    "vgg19_bn,           143678248,  19632062464, 224",
    "googlenet,            6624904,   1498376192, 224",
    "inception_v3,        23834568,   5713216096, 299",
    "resnet18,            11689512,   1814073344, 224",
    "resnet34,            21797672,   3663761408, 224",
    "resnet50,            25557032,   4089184256, 224",
    "resnet101,           44549160,   7801405440, 224",
    "resnet152,           60192808,  11513626624, 224",
    "wide_resnet50_2,     68883240,  11398021120, 224",
    "wide_resnet101_2,   126886696,  22753050624, 224",
    "densenet121,          7978856,   2834161664, 224",
    "densenet161,         28681000,   7727907072, 224",
    "densenet169,         14149480,   3359843328, 224",
    "densenet201,         20013928,   4291365888, 224",
    "seresnet18,          11779624,   1814161408, 224",
    "seresnet34,          21960416,   3663920128, 224",
    "seresnet50,          28088024,   4091699200, 224",
    "seresnet101,         49326872,   7806148608, 224",
    "efficientnet_b0,      5288548,    385814752, 224",
    "efficientnet_b1,      7794184,    686802832, 240",
    "efficientnet_b2,      9109994,    993561872, 260",
    "efficientnet_b3,     12233232,   1827141392, 300",
    "efficientnet_b4,     19341616,   4393771024, 380",
    "efficientnet_b5,     30389784,   2356493184, 224",
    "efficientnet_b6,     43040704,   3360166848, 224",
    "efficientnet_b7,     66347960,   5169865152, 224",
  })
  void parametersAndMultiplyAddsAreTheReferenceImplementations(
      String name, long params, long macs, int size) {
    Summary summary = Summary.of(Models.get(name).withInput(3, size, size).graph());
    assertThat(summary.params()).isEqualTo(params);
    assertThat(summary.macs()).isEqualTo(macs);
  }

  /** As they follow from the papers' tables; the papers print them rounded. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "alexnet_paper,           60965224",
    "vgg11_lrn,              132863336",
    "vgg16_c,                133638952",
    "googlenet_paper,          6998552",
    "resnet20_cifar,            269722",
    "resnet32_cifar,            464154",
    "resnet44_cifar,            658586",
    "resnet56_cifar,            853018",
    "resnet110_cifar,          1727962",
    "plain20_cifar,             269722",
    "plain110_cifar,           1727962",
    "densenet40_12_cifar,      1019722",
    "densenet100_12_cifar,     6979642",
    "densenet100_24_cifar,    27249082",
    "densenetbc100_12_cifar,    769162",
    "densenetbc250_24_cifar,  15324406",
    "densenetbc190_40_cifar,  25624430",
    "seresnet152,             66821848",
  })
  void parametersAreThePapers(String name, long params) {
    assertThat(Summary.of(Models.get(name).graph()).params()).isEqualTo(params);
  }

  /**
   * Multiply-adds in millions as the papers print them: ResNet's Tables 1, SENet's section 6.1,
   * EfficientNet's Table 2.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "resnet18, 1800, 0.02",
    "resnet34, 3600, 0.02",
    "resnet50_paper, 3860, 0.001",
    "seresnet50_paper, 3870, 0.003",
    "resnet101_paper, 7600, 0.01",
    "resnet152_paper, 11300, 0.01",
    "efficientnet_b0, 390, 0.02",
    "efficientnet_b1, 700, 0.02",
    "efficientnet_b2, 1000, 0.02",
    "efficientnet_b3, 1800, 0.02",
    "efficientnet_b4, 4200, 0.05",
    "efficientnet_b5, 9900, 0.04",
    "efficientnet_b6, 19000, 0.01",
    "efficientnet_b7, 37000, 0.03",
  })
  void multiplyAddsAreThePapersUpToTheirRounding(String name, double millions, double tolerance) {
    assertThat(Summary.of(Models.get(name).graph()).macs() / 1e6)
        .isCloseTo(millions, within(millions * tolerance));
  }

  /** Table 1 of GoogLeNet, with 3a, 4e and 5b as their widths give them; biases not counted. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "inception3a, 163328, 387072",
    "inception4e, 867328, 3345408",
    "inception5b, 1442816, 5857280"
  })
  void reductionsSaveMostOfAModulesWeights(String module, long reduced, long naive) {
    GoogLeNet net = GoogLeNet.paper().withoutAuxiliaryHeads();
    assertThat(weights(net, module)).isEqualTo(reduced);
    assertThat(weights(net.withReductions(Reductions.POOL_ONLY), module, "branch4"))
        .isEqualTo(naive);
  }

  @Test
  void googLeNetHasThePapersWeightsWithoutBiases() {
    assertThat(weights(GoogLeNet.paper().withoutAuxiliaryHeads(), "")).isEqualTo(6_990_272);
  }

  /** SENet, equation 5: (2/r) times the sum of C squared over all blocks. */
  @Test
  void gatesAddEquationFivesWeights() {
    ResNet gated = ResNet.resnet50().withAttention(SqueezeExcitation.paper().withoutBias());
    assertThat(weights(gated, "") - weights(ResNet.resnet50(), "")).isEqualTo(2_514_944);
  }

  /**
   * Weights of convolutions and linear layers whose names begin with {@code scope}, but for those
   * in a part called {@code without}.
   */
  private static long weights(Architecture net, String scope, String... without) {
    return new Variant("net", net, Shape.image(3, 224, 224), 1000, "")
        .graph().inferenceSteps().stream()
            .filter(step -> step.node().name().startsWith(scope))
            .filter(step -> without.length == 0 || !step.node().name().contains(without[0]))
            .flatMap(step -> step.parameters().stream())
            .filter(parameter -> parameter.key().equals("W"))
            .mapToLong(Parameter::size)
            .sum();
  }
}
