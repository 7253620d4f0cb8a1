package sevennets.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.graph.Graph;
import sevennets.models.DenseNet;
import sevennets.models.Variant;
import sevennets.ops.Shape;
import tech.tablesaw.api.Table;

class SourcesTest {
  private static final Graph GRAPH =
      new Variant("d", DenseNet.cifar(10, 3), Shape.image(1, 8, 8), 2, "").graph();
  private final Lens lens = new Lens(GRAPH, GRAPH.net(1));

  @Test
  void everyLayerReadsAllBeforeItAndTheTransitionReadsThemToo() {
    Table sources = Sources.of(lens, "features.denseblock1");
    assertThat(sources.stringColumn("layer").asList())
        .isEqualTo(List.of(
            "denselayer1",
            "denselayer2",
            "denselayer2",
            "transition1",
            "transition1",
            "transition1"));
    assertThat(sources.stringColumn("source").asList())
        .isEqualTo(List.of("input", "input", "denselayer1", "input", "denselayer1", "denselayer2"));
    assertThat(sources.intColumn("channels").asList()).isEqualTo(List.of(16, 16, 3, 16, 3, 3));
  }

  @Test
  void theLastBlockIsReadByTheClassifierThroughItsMean() {
    Table sources = Sources.of(lens, "features.denseblock3");
    assertThat(sources.stringColumn("layer").get(sources.rowCount() - 1)).isEqualTo("classifier");
    assertThat(sources.stringColumn("source").get(sources.rowCount() - 1)).isEqualTo("denselayer2");
  }

  @Test
  void aSourcesWeightIsTheMeanAbsoluteOneOnItsChannels() {
    lens.parameter("features.denseblock1.denselayer2.conv1", "W")
        .get(
            NDArrayIndex.all(),
            NDArrayIndex.interval(16, 19),
            NDArrayIndex.all(),
            NDArrayIndex.all())
        .assign(-2);
    lens.parameter("classifier", "W")
        .get(NDArrayIndex.interval(28, 31), NDArrayIndex.all())
        .assign(-5);
    assertThat(
            Sources.of(lens, "features.denseblock1").doubleColumn("mean_weight").get(2))
        .isCloseTo(2, within(1e-6));
    assertThat(
            Sources.of(lens, "features.denseblock1").doubleColumn("mean_weight").get(1))
        .isLessThan(1);
    Table last = Sources.of(lens, "features.denseblock3");
    assertThat(last.doubleColumn("mean_weight").get(last.rowCount() - 2))
        .isCloseTo(5, within(1e-6));
  }

  @Test
  void aBottlenecksSecondConvolutionIsNoReaderOfTheBlock() {
    Graph graph = new Variant("bc", DenseNet.cifarBc(16, 3), Shape.image(1, 8, 8), 2, "").graph();
    Table sources = Sources.of(new Lens(graph, graph.net(1)), "features.denseblock1");
    assertThat(sources.stringColumn("layer").asList())
        .isEqualTo(List.of(
            "denselayer1",
            "denselayer2",
            "denselayer2",
            "transition1",
            "transition1",
            "transition1"));
  }

  @Test
  void aScopeWithoutConcatenationsIsRefused() {
    assertThatThrownBy(() -> Sources.of(lens, "features.block1"))
        .hasMessage(
            "no layer reads what was concatenated in 'features.block1'; a dense block's scope is required, such as features.denseblock1");
  }
}
