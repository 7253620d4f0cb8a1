package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static sevennets.models.Nets.graph;
import static sevennets.models.Nets.names;
import static sevennets.models.Nets.params;

import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.graph.Graph;
import sevennets.models.Cbam.Order;
import sevennets.models.Cbam.Statistic;
import sevennets.ops.Shape;

/** Each switch of CBAM changes what the paper says it changes. */
class CbamTest {

  private static final ResNet PLAIN = ResNet.resnet50();
  private static final Cbam CBAM = Cbam.paper();

  @Test
  void itAddsTheChannelGatesOfSeAndAWindowABlock() {
    long se = params(PLAIN.withAttention(SqueezeExcitation.paper())),
        cbam = params(PLAIN.withAttention(CBAM));
    assertThat(cbam - se)
        .as("16 blocks of 2 x 7 x 7 weights, and a batch norm's two")
        .isEqualTo(16 * (98 + 2));
    assertThat(cbam / 10_000).as("28.09M of Tables 1 to 3").isEqualTo(2808);
    assertThat(params(PLAIN.withAttention(CBAM.withPixel(Statistic.NONE)))).isEqualTo(se);
  }

  @Test
  void bothStatisticsOfAChannelGoThroughOnePerceptron() {
    Graph net = graph(PLAIN.withAttention(CBAM), 224);
    assertThat(net.node("layer1.0.cbam.channels.stack").shape()).isEqualTo(Shape.tokens(2, 256));
    assertThat(net.node("layer1.0.cbam.channels.gate").shape()).isEqualTo(Shape.vector(256));
    for (Statistic one : List.of(Statistic.AVG, Statistic.MAX))
      assertThat(params(PLAIN.withAttention(CBAM.withChannel(one))))
          .isEqualTo(params(PLAIN.withAttention(CBAM)));
  }

  @Test
  void thePixelsGateSeesMeanAndMaximumOfTheChannels() {
    Graph net = graph(PLAIN.withAttention(CBAM), 224);
    assertThat(net.node("layer1.0.cbam.pixels.concat").shape()).isEqualTo(Shape.image(2, 56, 56));
    assertThat(net.node("layer1.0.cbam.pixels.gate").shape()).isEqualTo(Shape.image(1, 56, 56));
    long half = params(PLAIN.withAttention(CBAM.withPixel(Statistic.MAX)));
    assertThat(params(PLAIN.withAttention(CBAM)) - half).isEqualTo(16 * 49);
    assertThat(params(PLAIN.withAttention(CBAM)) - params(PLAIN.withAttention(CBAM.withKernel(3))))
        .isEqualTo(16 * 2 * (49 - 9));
  }

  @Test
  void gatesStandInTheirOrder() {
    assertThat(sources(Order.CHANNEL_FIRST))
        .containsExactly(
            "layer1.0.bn3",
            "layer1.0.bn3",
            "layer1.0.cbam.scale_channels",
            "layer1.0.cbam.scale_channels");
    assertThat(sources(Order.PIXEL_FIRST))
        .containsExactly(
            "layer1.0.cbam.scale_pixels",
            "layer1.0.cbam.scale_pixels",
            "layer1.0.bn3",
            "layer1.0.bn3");
    assertThat(sources(Order.PARALLEL))
        .containsExactly(
            "layer1.0.cbam.scale_pixels", "layer1.0.bn3", "layer1.0.bn3", "layer1.0.bn3");
  }

  @Test
  void itAddsNothingButItself() {
    assertThat(names(PLAIN.withAttention(CBAM), name -> !name.contains(".cbam.")))
        .isEqualTo(names(PLAIN));
  }

  /** What the channels' gates multiply and are made from, then the pixels'. */
  private static List<String> sources(Order order) {
    Graph net = graph(PLAIN.withAttention(CBAM.withOrder(order)), 224);
    return List.of("scale_channels", "channels.avg", "scale_pixels", "pixels.avg").stream()
        .map(name -> net.step("layer1.0.cbam." + name).inputs().get(0).name())
        .toList();
  }
}
