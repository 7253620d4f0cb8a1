package sevennets.models;

import sevennets.graph.Node;
import sevennets.ops.Activation;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.Op;

/**
 * Squeeze and excitation: each channel is multiplied by a gate that all channels' means decide. Hu
 * et al. 2017, arXiv:1709.01507: equations 2 to 4.
 *
 * <pre>{@code
 * Architecture net = ResNet.cifar(20).withAttention(SqueezeExcitation.paper().withReduction(4));
 * }</pre>
 *
 * @param reduction r: the excitation's hidden layer has C/r units (section 6.1, Table 10)
 * @param multipleOf8 whether the hidden layer is rounded to a multiple of 8, at least 8, as timm
 *     does; the paper's is C/r
 * @param squeeze what stands for a channel (section 6.2, Table 11; NONE keeps every pixel, Table
 *     16)
 * @param hidden the function between the two linear layers; ReLU in the paper
 * @param gate the function that makes the gates (section 6.3, Table 12)
 * @param bias whether the linear layers have biases; in the paper's ablations they had none
 */
public record SqueezeExcitation(
    int reduction,
    boolean multipleOf8,
    Squeeze squeeze,
    Activation hidden,
    Activation gate,
    boolean bias)
    implements Attention {

  /** A bottleneck with gates in the words of Table 1. */
  private static final String GATED = "[1x1 %1$d, 3x3 %1$d, 1x1 %2$d, fc [%3$d, %2$d]]";

  /**
   * The mean of a channel, its largest value, or no squeeze: a gate for each pixel, from 1x1
   * convolutions.
   */
  public enum Squeeze {
    AVG,
    MAX,
    NONE
  }

  /** Section 3.2: a hidden layer of C/16. */
  public static SqueezeExcitation paper() {
    return new SqueezeExcitation(16, false, Squeeze.AVG, Activation.RELU, Activation.SIGMOID, true);
  }

  /** As in timm's checkpoints; differs from the paper's below 256 channels. */
  public static SqueezeExcitation timm() {
    return new SqueezeExcitation(16, true, Squeeze.AVG, Activation.RELU, Activation.SIGMOID, true);
  }

  public SqueezeExcitation withReduction(int reduction) {
    return new SqueezeExcitation(reduction, multipleOf8, squeeze, hidden, gate, bias);
  }

  public SqueezeExcitation withSqueeze(Squeeze squeeze) {
    return new SqueezeExcitation(reduction, multipleOf8, squeeze, hidden, gate, bias);
  }

  public SqueezeExcitation withHidden(Activation hidden) {
    return new SqueezeExcitation(reduction, multipleOf8, squeeze, hidden, gate, bias);
  }

  public SqueezeExcitation withGate(Activation gate) {
    return new SqueezeExcitation(reduction, multipleOf8, squeeze, hidden, gate, bias);
  }

  public SqueezeExcitation withoutBias() {
    return new SqueezeExcitation(reduction, multipleOf8, squeeze, hidden, gate, false);
  }

  @Override
  public Node apply(Node x) {
    return apply(x, units(x.channels()));
  }

  /**
   * With a hidden layer of {@code units}, whatever the reduction: EfficientNet takes it of another
   * width than that of {@code x}.
   */
  Node apply(Node x, int units) {
    Node gates = squeeze(x)
        .then("fc1", linear(units))
        .then("act", hidden)
        .then("fc2", linear(x.channels()))
        .then("gate", gate);
    return x.scale("scale", gates);
  }

  private int units(int channels) {
    if (!multipleOf8) return Math.max(1, channels / reduction);
    return Math.max(8, (channels / reduction + 4) / 8 * 8);
  }

  private Node squeeze(Node x) {
    return switch (squeeze) {
      case AVG -> x.globalAvgPool("squeeze");
      case MAX -> x.globalMaxPool("squeeze");
      case NONE -> x;
    };
  }

  private Op linear(int units) {
    if (squeeze == Squeeze.NONE) return bias ? Conv.of(units, 1).bias() : Conv.of(units, 1);
    return bias ? Dense.of(units).asPointwise() : Dense.of(units).asPointwise().withoutBias();
  }

  /** Other families' nets with gates: SE-Net. */
  static Family family() {
    Family.Builder family = Family.named("SE-Net")
        .of("Hu, Shen, Albanie, Sun and Wu 2017, arXiv:1709.01507, Table 1")
        .imageNet("seresnet18", ResNet.resnet18().withAttention(timm()))
        .imageNet("seresnet34", ResNet.resnet34().withAttention(timm()))
        .imageNet("seresnet50", ResNet.resnet50().withAttention(timm()))
        .imageNet("seresnet101", ResNet.resnet101().withAttention(timm()))
        .imageNet("seresnet152", ResNet.resnet152().withAttention(timm()))
        .imageNet("seresnet18_paper", ResNet.resnet18().withAttention(paper()))
        .imageNet("seresnet34_paper", ResNet.resnet34().withAttention(paper()))
        .imageNet("seresnet50_paper", ResNet.resnet50().withStrideIn1x1().withAttention(paper()))
        .imageNet("seresnet101_paper", ResNet.resnet101().withStrideIn1x1().withAttention(paper()))
        .imageNet("seresnet152_paper", ResNet.resnet152().withStrideIn1x1().withAttention(paper()))
        .imageNet("sevgg16_bn", Vgg.d().withBatchNorm().withAttention(paper()))
        .imageNet("segooglenet", GoogLeNet.torchvision().withAttention(paper()))
        .imageNet("seinception_v3", InceptionV3.torchvision().withAttention(paper()), 299);
    for (int depth : ResNet.CIFAR_DEPTHS)
      family
          .small("seresnet" + depth + "_cifar", ResNet.cifar(depth).withAttention(paper()))
          .stages("seresnet" + depth + "_cifar", ResNet.cifarStages(depth));
    return family
        .small("sepreresnet110_cifar", ResNet.cifar(110).preActivated().withAttention(paper()))
        .small(
            "sepreresnet164_cifar",
            ResNet.cifarBottleneck(164).preActivated().withAttention(paper()))
        .stages("seresnet50", ResNet.stages(GATED, 3, 4, 6, 3))
        .stages("seresnet50_paper", ResNet.stages(GATED, 3, 4, 6, 3))
        // Of their own training, so that a net and its twin with gates differ by the gates alone.
        .errorsOf("Hu et al. 2017, Table 2, re-implementation")
        .oneCrop("seresnet50_paper", "SE-50", 23.29, 6.62)
        .oneCrop("seresnet101_paper", "SE-101", 22.38, 6.07)
        .oneCrop("seresnet152_paper", "SE-152", 21.57, 5.73)
        .oneCrop("sevgg16_bn", "SE-VGG-16", 25.22, 7.70)
        .build();
  }
}
