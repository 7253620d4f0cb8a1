package sevennets.experiment;

import java.util.List;
import sevennets.graph.Activation;
import sevennets.models.EfficientNet;
import sevennets.models.Scaling;

/** The claims of Tan and Le 2019. Errors are 100 minus the accuracies of Table 7. */
final class EfficientNetAblations {
  private static final String PAPER = "Tan and Le 2019, arXiv:1905.11946";
  private static final String TRAINING = "224 x 224 pixels, larger where scaled, epochs not stated";
  private static final EfficientNet NET = EfficientNet.small();

  /** Half of B0's width: what {@link EfficientNet#small} multiplies everything by. */
  private static final double WIDTH = NET.scaling().width();

  /** Images start small, so that a higher resolution shows more of the same clothes. */
  private static final int PIXELS = 20;

  private EfficientNetAblations() {}

  static List<Ablation> all() {
    return List.of(
        new Ablation("efficientnet-scaling", "At equal cost, scaling depth, width and resolution together beats scaling one of them.",
            new Source(PAPER, "Table 7, B0 at about four times its cost", "ImageNet validation", TRAINING),
            Ablations.SAME + " Multiply-adds of the scaled arms, within a twentieth of 2.6 times the base.", Measure.testError(), 5, List.of(
                scaled("compound", 1.1, 1.2, 1.2).paper(18.9),
                scaled("base", 1, 1, 1).paper(22.7),
                scaled("depth", 1, 2.2, 1).paper(21.0),
                scaled("width", 1.7, 1, 1).paper(21.1),
                scaled("resolution", 1, 1, 1.6).paper(20.9))),
        new Ablation("efficientnet-se", "Squeeze-and-excitation is part of what makes the blocks good.",
            new Source(PAPER, "section 4, no figure given", "ImageNet validation", TRAINING), Ablations.SAME, Measure.testError(), 5, List.of(
                Arm.of("with", NET),
                Arm.of("without", NET.withoutGates()))),
        new Ablation("efficientnet-silu", "SiLU beats ReLU.",
            new Source(PAPER, "section 5.2, no figure given", "ImageNet validation", TRAINING), Ablations.SAME, Measure.testError(), 5, List.of(
                Arm.of("silu", NET),
                Arm.of("relu", NET.withActivation(Activation.RELU)))));
  }

  private static Arm scaled(String name, double width, double depth, double resolution) {
    Scaling scaling = new Scaling(WIDTH * width, depth, resolution);
    return Arm.of(name, NET.withScaling(scaling)).size(scaling.pixels(PIXELS));
  }
}
