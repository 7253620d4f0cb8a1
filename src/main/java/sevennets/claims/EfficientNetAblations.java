package sevennets.claims;

import java.util.List;
import sevennets.models.EfficientNet;
import sevennets.models.Scaling;
import sevennets.ops.Activation;
import sevennets.train.Recipe;
import sevennets.train.Schedule;

/** The claims of Tan and Le 2019. Errors are 100 minus the accuracies of Table 7. */
final class EfficientNetAblations {
  private static final String PAPER = "Tan and Le 2019, arXiv:1905.11946";
  private static final String IN_SMALL_STEPS = Ablations.BY_ADAM + " Batches of 64.";
  private static final String TRAINING = "224 x 224 pixels, larger where scaled, epochs not stated";

  /** Without blocks left out: that guards against long training, and these runs are short. */
  private static final EfficientNet NET = EfficientNet.small().withStochasticDepth(0);

  /** Half of B0's width: what {@link EfficientNet#small} multiplies everything by. */
  private static final double WIDTH = NET.scaling().width();

  /** Images start small, so that a higher resolution shows more of the same clothes. */
  private static final int PIXELS = 20;

  private EfficientNetAblations() {}

  static List<Ablation> all() {
    return List.of(scaling(), gates(), silu());
  }

  private static Ablation scaling() {
    return new Ablation(
            "efficientnet-scaling",
            "At equal cost, scaling depth, width and resolution together beats scaling one of them.",
            new Source(
                PAPER,
                "Table 7 of version 5, B0 at about four times its cost (an earlier version prints 76.3 for the base, version 5 77.3)",
                "ImageNet validation",
                TRAINING),
            IN_SMALL_STEPS
                + " Multiply-adds of the scaled arms, within a twentieth of 1.9 times the base.",
            Measure.testError(),
            12,
            List.of(
                scaled("compound", 1.1, 1.2, 1.15).paper(18.9),
                scaled("base", 1, 1, 1).paper(22.7),
                scaled("depth", 1, 1.6, 1).paper(21.0),
                scaled("width", 1.4, 1, 1).paper(21.1),
                scaled("resolution", 1, 1, 1.6).paper(20.9)))
        .contrasts(
            new Contrast("compound", "resolution", Claim.LESS).paper("-2.0: 18.9 and 20.9"),
            new Contrast("compound", "depth", Claim.LESS).paper("-2.1: 18.9 and 21.0"),
            new Contrast("compound", "width", Claim.LESS).paper("-2.2: 18.9 and 21.1"))
        .images(10_000)
        .seeds(6)
        .limits(
            "The gain is one of large nets on large images; 10,000 small images may not show it. --images, --size and --epochs run it larger, on a graphics card.");
  }

  private static Ablation gates() {
    return new Ablation(
            "efficientnet-se",
            "Squeeze-and-excitation is part of what makes the blocks good.",
            new Source(
                "Tan, Chen, Pang, Vasudevan, Sandler, Howard and Le 2018, arXiv:1807.11626",
                "the comparison of MnasNet with and without gates; EfficientNet's paper has none",
                "ImageNet validation",
                "224 x 224 pixels"),
            IN_SMALL_STEPS,
            Measure.testError(),
            5,
            List.of(arm("with", NET), arm("without", NET.withoutGates())))
        .contrasts(
            new Contrast("with", "without", Claim.LESS).paper("less, no figure quoted here"));
  }

  private static Ablation silu() {
    return new Ablation(
            "efficientnet-silu",
            "SiLU beats ReLU.",
            new Source(
                "Ramachandran, Zoph and Le 2017, arXiv:1710.05941",
                "abstract: +0.9 points of top-1 accuracy for NASNet-A mobile, +0.6 for Inception-ResNet-v2",
                "ImageNet validation",
                "the nets' own"),
            IN_SMALL_STEPS,
            Measure.testError(),
            5,
            List.of(arm("silu", NET), arm("relu", NET.withActivation(Activation.RELU))))
        .contrasts(new Contrast("silu", "relu", Claim.LESS).paper("-0.9 and -0.6"));
  }

  private static Arm scaled(String name, double width, double depth, double resolution) {
    Scaling scaling = new Scaling(WIDTH * width, depth, resolution);
    return arm(name, NET.withScaling(scaling)).size(scaling.pixels(PIXELS));
  }

  private static Arm arm(String name, EfficientNet net) {
    return Arm.of(name, net).size(PIXELS).recipe(EfficientNetAblations::inSmallSteps);
  }

  private static Recipe inSmallSteps(Recipe recipe) {
    return Ablations.adam(recipe.withBatchSize(64))
        .withLearningRate(Schedule.oneCycle(4e-3, recipe.epochs()));
  }
}
