package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.analysis.Summary;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Shape;

/** What every net of the registry keeps, found without allocating a weight. */
class RegistryTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void scoresAreOneAClass(String name) {
    Variant variant = Models.get(name);
    assertThat(variant.graph().logits().shape()).isEqualTo(Shape.vector(variant.classes()));
    assertThat(variant.withClasses(7).graph().heads())
        .allMatch(head -> head.logits().shape().equals(Shape.vector(7)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void noTwoNodesShareAName(String name) {
    Graph graph = Models.get(name).graph();
    assertThat(graph.steps()).extracting(step -> step.node().name()).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void everythingWrittenLeadsToAHead(String name) {
    Graph graph = Models.get(name).graph();
    List<Node> read =
        graph.steps().stream().flatMap(step -> step.inputs().stream()).toList();
    List<Node> heads = Stream.concat(
            graph.heads().stream().map(Graph.Head::logits),
            graph.penalties().stream().map(Graph.Penalty::value))
        .toList();
    assertThat(graph.steps())
        .extracting(Graph.Step::node)
        .allMatch(node -> read.contains(node) || heads.contains(node));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void smallNetsTakeGreyImages(String name) {
    Variant variant = Models.get(name);
    if (variant.input().height() != 32) return;
    long grey = Summary.of(variant.withInput(1, 32, 32).graph()).params();
    assertThat(grey)
        .as("without the first convolution's share of two channels")
        .isLessThan(Summary.of(variant.graph()).params());
  }

  @ParameterizedTest(name = "{0} at {1} pixels")
  @CsvSource({
    "lenet5, 8, c3",
    "alexnet_paper, 32, features.7",
    "alexnet, 32, features.12",
    "alexnet_small, 8, features.13",
    "vgg11, 16, features.20",
    "vgg16_bn, 16, features.43",
    "vgg19_small, 16, features.36",
    "googlenet, 32, an auxiliary classifier",
    "googlenet_paper, 32, maxpool4",
    "inception_v3, 64, Mixed_7a",
    "densenet121, 16, features.transition",
    "densenet_small, 2, features.transition2.pool",
  })
  void tooSmallAnInputIsRefusedWhereItFails(String name, int pixels, String where) {
    assertThatThrownBy(() -> Models.get(name).withInput(3, pixels, pixels).graph())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            name + " can't take an input of [3x" + pixels + "x" + pixels + "]: ")
        .hasMessageContaining("a larger input image is required")
        .hasMessageContaining(where);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearestOnes() {
    assertThatThrownBy(() -> Models.get("resnet51"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no net is called 'resnet51'")
        .hasMessageContaining("resnet50");
  }

  /** Output sizes: the papers' tables, and torchvision's stages where its net departs from them. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "alexnet_paper, features.0, 96x55x55",
    "alexnet_paper, features.3, 96x27x27",
    "alexnet_paper, features.7, 256x13x13",
    "alexnet_paper, features.14, 256x6x6",
    "vgg16, features.4, 64x112x112",
    "vgg16, features.9, 128x56x56",
    "vgg16, features.16, 256x28x28",
    "vgg16, features.30, 512x7x7",
    "googlenet_paper, maxpool1, 64x56x56",
    "googlenet_paper, maxpool2, 192x28x28",
    "googlenet_paper, inception3a.concat, 256x28x28",
    "googlenet_paper, inception3b.concat, 480x28x28",
    "googlenet_paper, inception4a.concat, 512x14x14",
    "googlenet_paper, inception4d.concat, 528x14x14",
    "googlenet_paper, inception4e.concat, 832x14x14",
    "googlenet_paper, inception5b.concat, 1024x7x7",
    "inception_v3, maxpool1, 64x73x73",
    "inception_v3, maxpool2, 192x35x35",
    "inception_v3, Mixed_5d.concat, 288x35x35",
    "inception_v3, Mixed_6e.concat, 768x17x17",
    "inception_v3, Mixed_7a.concat, 1280x8x8",
    "inception_v3, Mixed_7c.concat, 2048x8x8",
    "resnet50, conv1, 64x112x112",
    "resnet50, maxpool, 64x56x56",
    "resnet50, layer1.2.relu, 256x56x56",
    "resnet50, layer2.3.relu, 512x28x28",
    "resnet50, layer3.5.relu, 1024x14x14",
    "resnet50, layer4.2.relu, 2048x7x7",
    "resnet20_cifar, layer1.2.relu, 16x32x32",
    "resnet20_cifar, layer2.2.relu, 32x16x16",
    "resnet20_cifar, layer3.2.relu, 64x8x8",
    "densenet121, features.pool0, 64x56x56",
    "densenet121, features.transition1.pool, 128x28x28",
    "densenet121, features.transition2.pool, 256x14x14",
    "densenet121, features.transition3.pool, 512x7x7",
    "densenet121, features.norm5, 1024x7x7",
    "densenet40_12_cifar, features.norm4, 448x8x8",
    "efficientnet_b0, features.0.2, 32x112x112",
    "efficientnet_b0, features.1.0.block.2.1, 16x112x112",
    "efficientnet_b0, features.2.1.add, 24x56x56",
    "efficientnet_b0, features.3.1.add, 40x28x28",
    "efficientnet_b0, features.4.2.add, 80x14x14",
    "efficientnet_b0, features.5.2.add, 112x14x14",
    "efficientnet_b0, features.6.3.add, 192x7x7",
    "efficientnet_b0, features.8.2, 1280x7x7",
    "efficientnet_small, features.0.2, 16x32x32",
    "efficientnet_small, features.3.1.add, 24x8x8",
    "efficientnet_small, features.8.2, 640x4x4",
  })
  void stagesHaveThePapersShapes(String name, String node, String shape) {
    assertThat(Models.get(name).graph().node(node).shape()).hasToString("[" + shape + "]");
  }
}
