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
}
