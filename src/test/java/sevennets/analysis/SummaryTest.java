package sevennets.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.models.Models;
import sevennets.ops.Conv;
import sevennets.ops.Shape;

class SummaryTest {

  /**
   * 3 x 8 x 8: a strided convolution, a gate, a pool, a linear layer, and a head that inference
   * leaves out.
   */
  private static Graph graph() {
    Graph graph = new Graph(Shape.image(3, 8, 8));
    Node x = graph.input().conv("conv", 4, 3, 2).bn("bn").relu("relu");
    Node gated = x.scale("scale", x.globalAvgPool("squeeze").dense("fc", 4).sigmoid("gate"));
    graph.classify(gated.maxPool("pool", 2, 2, 0).flatten("flatten").dense("classifier", 10));
    graph.auxiliary("aux", x.globalAvgPool("mean").dense("auxiliary", 10), 0.3);
    return graph;
  }

  @Test
  void countsLearnableParametersWithoutAuxiliaryHeads() {
    assertThat(Summary.of(graph()).params())
        .isEqualTo(4 * 3 * 9 + 2 * 4 + (4 * 4 + 4) + (16 * 10 + 10));
  }

  @Test
  void countsMultiplyAddsOfConvolutionsAndLinearLayersAlone() {
    assertThat(Summary.of(graph()).macs()).isEqualTo(4 * 4 * 4 * 27 + 16 + 160);
  }

  @Test
  void receptiveFieldsGrowByTheWindowTimesTheStrideAndPassGatesBy() {
    Map<String, Integer> fields = Summary.of(graph()).layers().stream()
        .collect(Collectors.toMap(Summary.Layer::name, Summary.Layer::receptiveField));
    assertThat(fields)
        .containsEntry("conv", 3)
        .containsEntry("squeeze", 3 + 3 * 2)
        .containsEntry("scale", 3)
        .containsEntry("pool", 5);
  }

  /** A 1x7 and a 7x1 see together what one 7x7 sees. */
  @Test
  void receptiveFieldsOfRowsAndColumnsGrowApart() {
    Graph graph = new Graph(Shape.image(1, 40, 40));
    Node thin = graph.input().conv("wide", Conv.of(1, 1, 7)).conv("tall", Conv.of(1, 7, 1));
    graph.classify(thin.globalAvgPool("pool").dense("fc", 2));
    assertThat(Summary.of(graph).layers())
        .extracting(Summary.Layer::receptiveField)
        .startsWith(7, 7);
  }

  /** As Araujo et al. 2019 print it. */
  @Test
  void inceptionV3SeesAsMuchAsItsReceptiveFieldIsPublishedToBe() {
    List<Integer> fields = Summary.of(Models.get("inception_v3").graph()).layers().stream()
        .filter(layer -> layer.name().startsWith("Mixed_7c."))
        .map(Summary.Layer::receptiveField)
        .toList();
    assertThat(fields.get(fields.size() - 1)).isEqualTo(1311);
  }

  @Test
  void trainingKeepsWhatVerticesHold() {
    long stored = 64 + 64 + 4 + 4 + 4 + 64 + 16 + 16 + 10 + 4 + 10; // conv, bn and ReLU in one, ...
    assertThat(Summary.of(graph()).activationBytes(5)).isEqualTo(4 * 5 * stored);
  }

  @Test
  void aLayerKeepsNothingThatIsComputedInOnePassWithTheNext() {
    Map<String, Long> bytes = Summary.of(graph()).layers().stream()
        .collect(Collectors.toMap(Summary.Layer::name, layer -> layer.activationBytes(5)));
    assertThat(bytes)
        .containsEntry("conv", 5 * 4 * 64L)
        .containsEntry("bn", 0L)
        .containsEntry("relu", 5 * 4 * 64L)
        .containsEntry("fc", 5 * 4 * 4L);
  }

  @Test
  void windowsTellKernelStrideAndGroups() {
    Graph graph = new Graph(Shape.image(4, 9, 9));
    graph.classify(graph
        .input()
        .conv("a", Conv.of(8, 3).stride(2).groups(2))
        .conv("b", Conv.of(8, 1, 7))
        .maxPool("c", 2, 1, 0)
        .flatten("d"));
    assertThat(Summary.of(graph).layers())
        .extracting(Summary.Layer::operation)
        .containsExactly("Conv2d 3x3 /2 grouped", "Conv2d 1x7", "MaxPool2d 2x2", "Flatten");
  }

  @Test
  void jsonHasTheFieldsThatItsReadersRelyOn() throws Exception {
    JsonNode root = new ObjectMapper().readTree(SummaryJson.of("net", Summary.of(graph())));
    assertThat(root.fieldNames())
        .toIterable()
        .containsExactly("name", "params", "macs", "input", "layers");
    assertThat(root.get("input").toString()).isEqualTo("[3,8,8]");
    assertThat(root.get("layers").get(0).toString())
        .isEqualTo(
            "{\"name\":\"conv\",\"type\":\"Conv2d\",\"output\":[4,4,4],\"params\":108,\"macs\":1728,\"receptive_field\":3}");
    assertThat(root.get("layers").get(9 - 1).get("output").toString()).isEqualTo("[16]");
  }

  @Test
  void stagesEndAfterPoolsAndAtModules() {
    Graph graph = new Graph(Shape.image(3, 32, 32));
    Node x = graph.input().conv("conv1", 8, 3, 1).relu("relu").maxPool("maxpool", 2, 2, 0);
    x = x.in("layer1", in -> in.conv("conv", 8, 3, 1).relu("relu"));
    graph.classify(x.globalAvgPool("avgpool").dense("fc", 10));
    assertThat(Stage.of(Summary.of(graph)))
        .extracting(Stage::name)
        .containsExactly("conv1 - maxpool", "layer1", "avgpool", "fc");
    assertThat(Stage.of(Summary.of(graph)).get(0).macs()).isEqualTo(32 * 32 * 8 * 27);
    assertThat(Stage.of(Summary.of(graph)).get(0).output()).isEqualTo(Shape.image(8, 16, 16));
  }
}
