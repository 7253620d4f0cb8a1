package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Dataset;
import sevennets.data.Datasets;
import sevennets.data.Image;
import sevennets.data.Normalisation;
import sevennets.data.Subset;
import sevennets.files.DataException;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.BatchNorm;
import sevennets.ops.Shape;

class FreshStatisticsTest {
  private static final Dataset IMAGES =
      Subset.sample(Datasets.load("fashion-mnist").train(), 64, 1);
  private static final Normalisation NORMALISATION = Normalisation.of(IMAGES, 64);

  /**
   * Normalised images have a mean of 0 and a variance of 1, whatever was in the statistics before.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.01, 1})
  void theStatisticsAreThoseOfTheImagesAndNothingElseMoves(double momentum) {
    ComputationGraph net = net(momentum);
    INDArray weights = net.getVertex("fc").paramTable(false).get("W").dup();
    FreshStatistics.measure(net, IMAGES, NORMALISATION, 64, 5, 1);
    assertThat(statistic(net, "mean")).isCloseTo(0, within(0.05));
    assertThat(statistic(net, "var")).isCloseTo(1, within(0.1));
    assertThat(net.getVertex("fc").paramTable(false).get("W")).isEqualTo(weights);
  }

  @Test
  void statisticsThatNoBatchMovesStayAsTheyAre() {
    ComputationGraph net = net(0);
    FreshStatistics.measure(net, IMAGES, NORMALISATION, 64, 5, 1);
    assertThat(statistic(net, "mean")).isEqualTo(5);
    assertThat(statistic(net, "var")).isEqualTo(9);
  }

  @Test
  void measurementThatBreaksOffLeavesTheStatisticsAsTheyWere() {
    ComputationGraph net = net(0.1);
    assertThatThrownBy(() -> FreshStatistics.measure(net, new Torn(), NORMALISATION, 4, 16, 1))
        .isInstanceOf(DataException.class);
    assertThat(statistic(net, "mean")).isEqualTo(5);
    assertThat(statistic(net, "var")).isEqualTo(9);
  }

  @Test
  void photographsOfAnySizeAreMeasuredByTheirMiddle() {
    ComputationGraph net = net(0.1);
    FreshStatistics.measure(net, new Photographs(), NORMALISATION, 64, 5, 1);
    assertThat(statistic(net, "mean")).isCloseTo(0, within(0.5));
  }

  /** What it does not say itself is as in {@link #IMAGES}. */
  private static class Likeness implements Dataset {
    @Override
    public String name() {
      return IMAGES.name();
    }

    @Override
    public List<String> classes() {
      return IMAGES.classes();
    }

    @Override
    public int channels() {
      return IMAGES.channels();
    }

    @Override
    public int height() {
      return IMAGES.height();
    }

    @Override
    public int width() {
      return IMAGES.width();
    }

    @Override
    public int size() {
      return IMAGES.size();
    }

    @Override
    public int label(int index) {
      return IMAGES.label(index);
    }

    @Override
    public void read(int index, float[] pixels) {
      IMAGES.read(index, pixels);
    }
  }

  /** Images of which the disk gives the first fifty. */
  private static final class Torn extends Likeness {
    private final AtomicInteger read = new AtomicInteger();

    @Override
    public void read(int index, float[] pixels) {
      if (read.incrementAndGet() > 50) throw new DataException("the disk is gone");
      super.read(index, pixels);
    }
  }

  /** The same images, none of which has the size of another. */
  private static final class Photographs extends Likeness {
    @Override
    public boolean variesInSize() {
      return true;
    }

    @Override
    public void read(int index, Image image) {
      super.read(index, image);
      image.resize(32 + index, 40 + index);
    }
  }

  private static ComputationGraph net(double momentum) {
    Graph graph = new Graph(Shape.image(1, 32, 32));
    Node normalised = graph.input().then("bn", BatchNorm.of(1e-5, momentum));
    ComputationGraph net =
        graph.classify(normalised.globalAvgPool("pool").dense("fc", 10)).net(1);
    net.getVertex("bn").paramTable(false).get("mean").assign(5);
    net.getVertex("bn").paramTable(false).get("var").assign(9);
    return net;
  }

  private static double statistic(ComputationGraph net, String name) {
    return net.getVertex("bn").paramTable(false).get(name).getDouble(0);
  }
}
