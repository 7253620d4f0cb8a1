package sevennets.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Rectangle2D;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import sevennets.analysis.Outline.Box;
import sevennets.analysis.Outline.Fold;
import sevennets.analysis.Outline.Wire;
import sevennets.models.Models;

class DiagramTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource("sevennets.models.Models#names")
  void everyNetFoldsIntoAFewBoxesThatHangTogether(String name) {
    Outline outline = Outline.of(Models.get(name).graph());
    assertThat(outline.boxes()).hasSizeBetween(5, 60);
    assertThat(IntStream.range(1, outline.boxes().size()))
        .allMatch(box ->
            outline.wires().stream().anyMatch(wire -> wire.to() == box && wire.from() < box));
  }

  @Test
  void aSmallResNetShowsEachShortcut() {
    Outline outline = Outline.of(Models.get("resnet20_cifar").graph());
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
  @ValueSource(strings = {"lenet5", "resnet20_cifar", "googlenet", "densenet_small", "seresnet50"})
  void boxesLieWithinTheDrawingAndDoNotOverlap(String name) throws Exception {
    Diagram diagram = Diagram.of(name, Models.get(name).graph());
    List<Rectangle2D> boxes = boxes(diagram);
    assertThat(boxes).hasSameSizeAs(Outline.of(Models.get(name).graph()).boxes());
    assertThat(boxes)
        .allMatch(new Rectangle2D.Double(0, 0, diagram.width(), diagram.height())::contains);
    for (int i = 0; i < boxes.size(); i++)
      for (int j = 0; j < i; j++)
        assertThat(boxes.get(i).intersects(boxes.get(j)))
            .as("boxes " + j + " and " + i)
            .isFalse();
    assertThat(diagram.width()).as("pixels, of a notebook's 900").isLessThan(900);
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
