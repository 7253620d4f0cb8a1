package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sevennets.analysis.Block;
import sevennets.graph.Graph;
import sevennets.graph.Graph.Step;
import sevennets.graph.Node;
import sevennets.models.Models;
import sevennets.ops.Conv;
import sevennets.ops.PadShortcut;

class BlockCheckTest {
  private static final Graph RESNET = Models.get("resnet20_cifar").graph();

  private static String judged(UnaryOperator<Node> block) {
    return Check.judgedBlock(5, RESNET, "layer2.0", block);
  }

  private static Node residual(Node x, int filters, int stride) {
    Node f = x.convBn("conv1", "bn1", filters, 3, stride)
        .relu("relu1")
        .convBn("conv2", "bn2", filters, 3, 1);
    Node past = x.sameShape(f) ? x : x.then("downsample", new PadShortcut(filters, stride));
    return f.plus("add", past).relu("relu");
  }

  @Test
  void theLibrarysOwnBlockIsRight() {
    assertThat(judged(x -> residual(x, 32, 2)))
        .isEqualTo(
            "\u2713 exercise 5: layer2.0 is right: 13,952 parameters, and with equal weights "
                + "its numbers are the library's within 1e-07");
    assertThat(Check.judgedBlock(5, RESNET, "layer1.0", x -> residual(x, 16, 1)))
        .startsWith("\u2713 exercise 5: layer1.0 is right: 4,672 parameters");
  }

  @Test
  void namesAndTheOrderOfWritingDoNotCount() {
    assertThat(judged(x -> {
          Node past = x.then("skip", new PadShortcut(32, 2));
          Node f = x.convBn("a", "b", 32, 3, 2).relu("c").convBn("d", "e", 32, 3, 1);
          return past.plus("sum", f).relu("last");
        }))
        .startsWith("\u2713 exercise 5: layer2.0 is right");
  }

  @Test
  void layersOfAnotherFormAreRightWhereTheirNumbersAre() {
    assertThat(judged(x -> {
          Node f = x.conv("conv1", Conv.of(32, 3).stride(2))
              .bn("bn1")
              .relu("relu1")
              .relu("again")
              .convBn("conv2", "bn2", 32, 3, 1);
          return f.plus("add", x.then("pad", new PadShortcut(32, 2))).relu("relu");
        }))
        .as("a second ReLU changes nothing")
        .startsWith("\u2713 exercise 5: layer2.0 is right");
  }

  @Test
  void aBlockThatIsStillToBeWrittenIsAskedFor() {
    assertThat(judged(x -> {
          throw new UnsupportedOperationException();
        }))
        .isEqualTo("exercise 5: write the block in the place of the throw");
  }

  @Test
  void theFirstLayerThatDiffersIsNamedWithWhatToLookAt() {
    assertThat(judged(x -> residual(x, 16, 2)))
        .isEqualTo(
            "exercise 5: layer2.0 is not it yet: conv1 has 2,304 weights, 4,608 expected: filters?");
    assertThat(judged(x -> x.convBn("conv1", "bn1", 32, 3, 1)
            .relu("relu1")
            .convBn("conv2", "bn2", 32, 3, 2)
            .plus("add", x.then("downsample", new PadShortcut(32, 2)))
            .relu("relu")))
        .as("the second convolution strides")
        .isEqualTo(
            "exercise 5: layer2.0 is not it yet: conv1 gives [32x32x32], [32x16x16] expected: stride?");
    assertThat(judged(x -> x.conv("conv1", Conv.of(32, 3).stride(2).bias())
            .bn("bn1")
            .relu("relu1")
            .convBn("conv2", "bn2", 32, 3, 1)
            .plus("add", x.then("downsample", new PadShortcut(32, 2)))
            .relu("relu")))
        .endsWith("conv1 has 4,640 weights, 4,608 expected: bias?");
    assertThat(judged(x -> x.convBn("conv1", "bn1", 32, 5, 2)
            .relu("relu1")
            .convBn("conv2", "bn2", 32, 3, 1)
            .plus("add", x.then("downsample", new PadShortcut(32, 2)))
            .relu("relu")))
        .endsWith("conv1 has 12,800 weights, 4,608 expected: kernel?");
  }

  @Test
  void aForgottenLayerIsNamedByItsKindAndPlace() {
    assertThat(judged(x -> x.convBn("conv1", "bn1", 32, 3, 2)
            .relu("relu1")
            .convBn("conv2", "bn2", 32, 3, 1)
            .relu("relu")))
        .as("no shortcut")
        .endsWith("not it yet: relu (ReLU) reads bn2, and the output of Add is expected");
    assertThat(judged(x -> x.convBn("conv1", "bn1", 32, 3, 2)
            .convBn("conv2", "bn2", 32, 3, 1)
            .plus("add", x.then("downsample", new PadShortcut(32, 2)))
            .relu("relu")))
        .as("no ReLU between")
        .endsWith("after bn1 comes conv2 (Conv2d 3x3), and ReLU is expected");
    assertThat(judged(x -> x.convBn("conv1", "bn1", 32, 3, 2)
            .relu("relu1")
            .convBn("conv2", "bn2", 32, 3, 1)
            .plus("add", x.then("downsample", new PadShortcut(32, 2)))))
        .as("no ReLU at the end")
        .endsWith("it ends in add (Add), and ReLU is expected after that");
    assertThat(judged(x -> x.convBn("conv1", "bn1", 32, 3, 2)
            .relu("relu1")
            .convBn("conv2", "bn2", 32, 3, 1)
            .relu("relu2")
            .plus("add", x.then("downsample", new PadShortcut(32, 2)))
            .relu("relu")))
        .as("a ReLU before the sum")
        .endsWith("relu2 (ReLU) reads bn2, and the output of Add is expected");
  }

  @Test
  void aSumOfTheWrongTermsIsToldInTheReadersNames() {
    assertThat(Check.judgedBlock(5, RESNET, "layer1.0", x -> {
          Node one = x.convBn("conv1", "bn1", 16, 3, 1).relu("relu1");
          return one.convBn("conv2", "bn2", 16, 3, 1).plus("add", one).relu("relu");
        }))
        .endsWith("add (Add) reads bn2 and relu1, and bn2 and input are expected");
  }

  @Test
  void whatDoesNotFitTogetherIsToldAsTheGraphTellsIt() {
    assertThat(judged(x -> x.conv("conv1", 32, 3, 2).plus("add", x)))
        .isEqualTo("exercise 5: layer2.0 is not it yet: a sum needs inputs of one shape, received "
            + "[[32x16x16], [16x32x32]] in 'add' of [conv1 [32x16x16], input [16x32x32]]");
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "googlenet_small, inception3a",
    "vgg11_small_bn, features",
    "densenet_small, features.denseblock1",
    "seresnet20_cifar, layer2.0",
    "efficientnet_small, features.2.0",
    "vit_small, blocks.0",
    "resnet50, layer3.0",
  })
  void aBlockOfAnyFamilyIsItsOwn(String net, String scope) {
    Graph graph = Models.get(net).graph();
    Block block = Block.in(graph, scope);
    assertThat(Check.judgedBlock(1, graph, scope, x -> again(block, x)))
        .startsWith("\u2713 exercise 1: " + scope + " is right");
  }

  private static Node again(Block block, Node x) {
    Map<Node, Node> own = new HashMap<>();
    own.put(block.graph().input(), x);
    for (Step step : block.layers()) {
      Node[] others = step.inputs().stream().skip(1).map(own::get).toArray(Node[]::new);
      own.put(
          step.node(), own.get(step.inputs().get(0)).then(step.node().name(), step.op(), others));
    }
    return own.get(block.output());
  }
}
