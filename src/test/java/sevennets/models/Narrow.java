package sevennets.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sevennets.models.EfficientNet.Stage;
import sevennets.models.GoogLeNet.Head;
import sevennets.models.Inception.Branch;
import sevennets.models.Inception.Fives;
import sevennets.models.Inception.Reductions;
import sevennets.models.Recalibration.Placement;
import sevennets.models.Residual.Shortcut;
import sevennets.models.SqueezeExcitation.Squeeze;
import sevennets.ops.Activation;
import sevennets.ops.Shape;

/**
 * A narrow net of every family and of every switch, small enough to train in a test; four classes.
 */
final class Narrow {

  private static final Map<String, Variant> ALL = new LinkedHashMap<>();

  private Narrow() {}

  static {
    add(new LeNet(), 32, "lenet5");
    alexNets(AlexNet.small().narrowed(4).withDropout(0.2));
    vggs(Vgg.a().narrowed(16));
    googLeNets(GoogLeNet.small());
    resNets(ResNet.cifar(8).withWidth(8), ResNet.cifarBottleneck(11).withWidth(4));
    seNets(SqueezeExcitation.paper().withReduction(2));
    denseNets(DenseNet.cifar(10, 6), DenseNet.cifarBc(16, 6));
    efficientNets(EfficientNet.small()
        .withStages(List.of(
            new Stage(1, 3, 16, 1, 1), new Stage(2, 3, 16, 2, 1), new Stage(2, 5, 24, 2, 2)))
        .withScaling(Scaling.NONE));
  }

  static Map<String, Variant> all() {
    return ALL;
  }

  private static void alexNets(AlexNet net) {
    add(net, 16, "alexnet");
    add(AlexNet.paper().narrowed(16).withDropout(0.2), 67, "alexnet: the paper's, with groups");
    add(AlexNet.torchvision().narrowed(16).withDropout(0.2), 64, "alexnet: torchvision's");
    add(net.withActivation(Activation.TANH), 16, "alexnet: tanh");
    add(net.withoutLrn(), 16, "alexnet: without LRN");
    add(net.withPool(2), 16, "alexnet: pools do not overlap");
    add(net.withDropout(0), 16, "alexnet: without dropout");
    add(net.without(4), 16, "alexnet: without convolution 4");
  }

  private static void vggs(Vgg net) {
    add(net, 32, "vgg");
    add(net.withBatchNorm(), 32, "vgg: batch norm");
    add(Vgg.aLrn().narrowed(16), 32, "vgg: LRN");
    add(Vgg.c().narrowed(16), 32, "vgg: column C");
    add(Vgg.b().narrowed(16).withPairsAs5x5(), 32, "vgg: 5x5 for pairs of 3x3");
    add(net.withBatchNorm().withAttention(SqueezeExcitation.paper()), 32, "vgg: gates");
  }

  private static void googLeNets(GoogLeNet net) {
    add(net, 16, "googlenet");
    add(net.withAuxiliaryHeads(), 16, "googlenet: auxiliary heads");
    add(net.withBatchNorm(), 16, "googlenet: batch norm");
    add(net.withoutLrn(), 16, "googlenet: without LRN");
    add(net.withHead(Head.DENSE), 16, "googlenet: fully connected head");
    add(net.withReductions(Reductions.POOL_ONLY), 16, "googlenet: without reductions");
    add(net.withReductions(Reductions.NONE), 16, "googlenet: naive");
    add(net.withFives(Fives.TWO_3X3), 16, "googlenet: two 3x3 for 5x5");
    add(net.withBatchNorm().withFives(Fives.ONE_3X3), 16, "googlenet: torchvision's 3x3 for 5x5");
    for (Branch branch : Branch.values())
      add(net.without(branch), 16, "googlenet: without branch " + branch);
    add(net.withBatchNorm().withAttention(SqueezeExcitation.paper()), 16, "googlenet: gates");
    add(InceptionV3.torchvision().narrowed(16).withoutAuxiliaryHead(), 75, "inception v3");
    add(
        InceptionV3.torchvision().narrowed(16).withoutAuxiliaryHead().withoutFactorisation(),
        75,
        "inception v3: 7x7");
    add(
        InceptionV3.torchvision()
            .narrowed(16)
            .withoutAuxiliaryHead()
            .withAttention(SqueezeExcitation.paper().withReduction(2)),
        75,
        "inception v3: gates");
  }

  private static void resNets(ResNet basic, ResNet bottleneck) {
    add(basic, 16, "resnet");
    add(bottleneck, 16, "resnet: bottleneck");
    for (Shortcut shortcut : Shortcut.values())
      add(basic.withShortcut(shortcut), 16, "resnet: shortcut " + shortcut);
    add(basic.preActivated(), 16, "resnet: pre-activation");
    add(bottleneck.preActivated(), 16, "resnet: bottleneck, pre-activation");
    add(basic.withoutBatchNorm(), 16, "resnet: without batch norm");
    add(bottleneck.widened(2), 16, "resnet: widened");
    add(bottleneck.withStrideIn1x1(), 16, "resnet: stride in the 1x1");
    add(
        new ResNet(ResNet.Stem.IMAGENET, 8, List.of(1, 1), basic.residual()),
        32,
        "resnet: ImageNet's stem");
  }

  private static void seNets(SqueezeExcitation gates) {
    ResNet net = ResNet.cifarBottleneck(11).withWidth(4);
    add(net.withAttention(gates), 16, "senet");
    add(net.withAttention(SqueezeExcitation.timm()), 16, "senet: timm's widths");
    add(net.withAttention(gates.withSqueeze(Squeeze.MAX)), 16, "senet: max squeeze");
    add(net.withAttention(gates.withSqueeze(Squeeze.NONE)), 16, "senet: no squeeze");
    add(net.withAttention(gates.withGate(Activation.TANH)), 16, "senet: tanh gate");
    add(net.withAttention(gates.withGate(Activation.RELU)), 16, "senet: ReLU gate");
    add(net.withAttention(gates.withHidden(Activation.SILU)), 16, "senet: SiLU inside");
    add(net.withAttention(gates.withoutBias()), 16, "senet: without biases");
    for (Placement placement : Placement.values())
      add(net.withAttention(gates).withPlacement(placement), 16, "senet: " + placement);
    add(net.withAttention(gates).withAttentionIn(Set.of(2)), 16, "senet: stage 2 only");
  }

  private static void denseNets(DenseNet basic, DenseNet compact) {
    add(basic, 16, "densenet");
    add(compact, 16, "densenet-bc");
    add(compact.withBottleneck(0), 16, "densenet-c");
    add(compact.withCompression(1), 16, "densenet-b");
    add(compact.withGrowthRate(8), 16, "densenet: growth rate 8");
    add(basic.withDropout(0.2), 16, "densenet: dropout");
    add(compact.withoutDenseConnections(), 16, "densenet: without dense connections");
    add(
        new DenseNet(true, List.of(1, 1), 12, new DenseNet.Growth(6, 4, 0.5, true), 0),
        32,
        "densenet: ImageNet's stem");
  }

  private static void efficientNets(EfficientNet net) {
    add(net, 16, "efficientnet");
    add(net.withoutGates(), 16, "efficientnet: without gates");
    add(net.withActivation(Activation.RELU), 16, "efficientnet: ReLU");
    add(
        net.withActivation(Activation.RELU6).withSamePadding(),
        16,
        "efficientnet: TensorFlow's padding");
    add(net.withStochasticDepth(0), 16, "efficientnet: without stochastic depth");
    add(net.withScaling(Scaling.depth(2)), 16, "efficientnet: deeper");
    add(net.withScaling(Scaling.width(1.5)), 16, "efficientnet: wider");
    add(net.withScaling(Scaling.resolution(1.5)), 24, "efficientnet: higher resolution");
  }

  private static void add(Architecture net, int size, String name) {
    ALL.put(name, new Variant(name, net, Shape.image(3, size, size), 4, "narrow"));
  }
}
