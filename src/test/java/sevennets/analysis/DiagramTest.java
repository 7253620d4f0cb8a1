package sevennets.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import sevennets.analysis.Outline.Box;
import sevennets.analysis.Outline.Fold;
import sevennets.analysis.Outline.Wire;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.models.Models;
import sevennets.ops.Shape;

class DiagramTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void everyNetFoldsIntoAFewBoxesThatHangTogether(String name) {
    Outline outline = Outline.of(Models.get(name).graph(), Fold.STAGES);
    assertThat(outline.boxes()).hasSizeBetween(5, 40);
    assertThat(IntStream.range(1, outline.boxes().size()))
        .allMatch(box ->
            outline.wires().stream().anyMatch(wire -> wire.to() == box && wire.from() < box));
  }

  @Test
  void aSmallResNetShowsEachShortcut() {
    Outline outline = Outline.of(Models.get("resnet20_cifar").graph(), Fold.LAYERS);
    List<Integer> sums = IntStream.range(0, outline.boxes().size())
        .filter(i -> outline.boxes().get(i).title().equals("Add"))
        .boxed()
        .toList();
    assertThat(sums)
        .hasSize(9)
        .allMatch(
            sum -> outline.wires().stream().filter(wire -> wire.to() == sum).count() == 2);
  }

  @Test
  void aDeepNetIsFoldedByStage() {
    Outline outline = Outline.of(Models.get("resnet152").graph(), Fold.STAGES);
    assertThat(outline.boxes())
        .extracting(Box::title)
        .containsExactly(
            "input",
            "Conv2d 7x7 /2",
            "MaxPool2d 3x3 /2",
            "layer1",
            "layer2",
            "layer3",
            "layer4",
            "GlobalAvgPool",
            "Linear");
    assertThat(outline.boxes().get(5).detail()).isEqualTo("36 blocks, 109 convolutions");
    assertThat(outline.wires())
        .containsExactlyElementsOf(
            IntStream.range(0, 8).mapToObj(i -> new Wire(i, i + 1)).toList());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "lenet5",
        "resnet20_cifar",
        "googlenet",
        "densenet_small",
        "seresnet50",
        "vit_small"
      })
  void boxesOfANetLieWithinAProjectorAndDoNotOverlap(String name) throws Exception {
    assertReadable(Diagram.of(name, Models.get(name).graph()));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "resnet50, layer2.0",
    "googlenet, inception3a",
    "densenet121, features.denseblock1",
    "efficientnet_b0, features.2.0",
    "seresnet50, layer1.0",
    "vit_small, blocks.0",
  })
  void boxesOfABlockLieWithinAProjectorAndDoNotOverlap(String net, String scope) throws Exception {
    assertReadable(Diagram.of(scope, Block.in(Models.get(net).graph(), scope)));
  }

  private static void assertReadable(Diagram diagram) throws Exception {
    List<Rectangle2D> boxes = boxes(diagram);
    assertThat(boxes)
        .hasSizeGreaterThan(3)
        .allMatch(new Rectangle2D.Double(0, 0, diagram.width(), diagram.height())::contains);
    for (int i = 0; i < boxes.size(); i++)
      for (int j = 0; j < i; j++)
        assertThat(boxes.get(i).intersects(boxes.get(j)))
            .as("boxes " + j + " and " + i)
            .isFalse();
    assertThat(diagram.width()).isLessThanOrEqualTo(Diagram.WIDEST);
    assertThat(diagram.height()).isLessThanOrEqualTo(Diagram.HIGHEST);
  }

  @Test
  void aBlockOfTheReadersIsDrawnWithTheNamesAndShapesThatItWrites() {
    Block block = Block.of(
        Shape.image(16, 32, 32),
        x ->
            x.convBn("conv1", "bn1", 32, 3, 2).relu("relu1").plus("add", x.conv("down", 32, 1, 2)));
    assertThat(Diagram.of("mine", block).altText())
        .isEqualTo(
            "mine, 4 boxes: input of 16 x 32 x 32, then Conv2d 3x3 /2 (BatchNorm2d, ReLU) of 32 x 16 x 16,"
                + " then Conv2d 1x1 /2 of 32 x 16 x 16, then Add of 32 x 16 x 16.");
    assertThat(Diagram.of("mine", block).svg()).contains(">conv1: 32 x 16 x 16<");
  }

  @Test
  void theBarInABoxIsAsLongAsItsChannels() {
    Block bottleneck = Block.in(Models.get("resnet50").graph(), "layer1.1");
    List<Double> bars = Pattern.compile("h([\\d.]+)\" stroke")
        .matcher(Diagram.of("", bottleneck).body())
        .results()
        .map(bar -> Double.valueOf(bar.group(1)))
        .toList();
    assertThat(bars)
        .as("256, 64, 64, 256, 256 channels")
        .containsExactly(150.0, 37.5, 37.5, 150.0, 150.0);
  }

  @Test
  void aPageGivesTheDrawingItsColoursAndAFileHasItsOwn() {
    Diagram diagram = Diagram.of("lenet5", Models.get("lenet5").graph());
    assertThat(diagram.html()).contains("currentColor").doesNotContain("color:#", "background");
    assertThat(diagram.svg()).contains("color:#222;background:#fff");
  }

  @Test
  void twoDrawingsStandBesideEachOtherUnderTheirCaptions() throws Exception {
    Diagram plain = Diagram.of("plain", Block.in(Models.get("plain20_cifar").graph(), "layer1.0"));
    Diagram both = plain
        .captioned("plain")
        .beside(Diagram.of("residual", Block.in(Models.get("resnet20_cifar").graph(), "layer1.0"))
            .captioned("residual"));
    assertThat(both.width()).isGreaterThan(2 * plain.width());
    assertThat(both.altText())
        .startsWith("plain, 3 boxes")
        .contains("Beside it: residual, 4 boxes");
    assertThat(boxes(both)).hasSize(7);
  }

  @Test
  void aBlockThatReadsTwoNodesFromOutsideIsRefusedByName() {
    Graph graph = new Graph(Shape.image(3, 8, 8));
    Node a = graph.input().conv("a", 4, 3, 1), b = graph.input().conv("b", 4, 3, 1);
    a.in("join", x -> x.plus("add", b));
    assertThatThrownBy(() -> Block.in(graph, "join"))
        .hasMessage("a block reads one node from outside, and 'join' reads [a [4x8x8], b [4x8x8]]");
  }

  @Test
  void aBlockThatReturnsNothingIsRefused() {
    assertThatThrownBy(() -> Block.of(Shape.vector(3), x -> null))
        .hasMessage("a block returns the node that it ends in, received null");
    assertThatThrownBy(() -> Block.of(Shape.vector(3), x -> x))
        .hasMessageEndingWith("received its input as it came");
  }

  private static List<Rectangle2D> boxes(Diagram diagram) throws Exception {
    Document svg = DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(diagram.svg().getBytes(StandardCharsets.UTF_8)));
    NodeList all = svg.getElementsByTagName("rect");
    List<Rectangle2D> boxes = new ArrayList<>();
    for (int i = 0; i < all.getLength(); i++) {
      Element box = (Element) all.item(i);
      boxes.add(new Rectangle2D.Double(
          number(box, "x"), number(box, "y"), number(box, "width"), number(box, "height")));
    }
    return boxes;
  }

  private static double number(Element element, String attribute) {
    return Double.parseDouble(element.getAttribute(attribute));
  }
}
