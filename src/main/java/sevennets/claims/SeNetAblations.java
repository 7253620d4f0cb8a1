package sevennets.claims;

import java.util.List;
import java.util.Set;
import sevennets.models.Attention;
import sevennets.models.Recalibration.Placement;
import sevennets.models.ResNet;
import sevennets.models.SqueezeExcitation;
import sevennets.models.SqueezeExcitation.Squeeze;
import sevennets.ops.Activation;

/**
 * The claims of Hu et al. 2017, journal version: Tables 10 to 14 and 16, top-1 error of
 * (SE-)ResNet-50.
 */
final class SeNetAblations {
  private static final String PAPER = "Hu, Shen, Albanie, Sun and Wu 2017, arXiv:1709.01507";
  private static final String DATA = "ImageNet validation, ResNet-50";
  private static final String TRAINING = "224 x 224 pixels, about 300 epochs";
  private static final ResNet PLAIN = ResNet.cifar(20);
  private static final SqueezeExcitation SE = SqueezeExcitation.paper().withoutBias();
  private static final double WITHOUT = 23.30, STANDARD = 22.28;

  private SeNetAblations() {}

  static List<Ablation> all() {
    return List.of(reduction(), squeeze(), gate(), stage(), placement());
  }

  private static Ablation reduction() {
    return new Ablation(
            "senet-reduction",
            "Squeeze-and-excitation lowers the error; how much the gate is narrowed, what squeezes and where it stands matter less.",
            new Source(PAPER, "Tables 10, 11 and 14", DATA, TRAINING),
            Ablations.SAME + " Parameters differ by the gates.",
            Measure.testError(),
            12,
            List.of(
                Arm.of("none", PLAIN).paper(WITHOUT),
                arm("r16", SE).paper(STANDARD),
                arm("r4", SE.withReduction(4)).paper(22.25),
                arm("max", SE.withSqueeze(Squeeze.MAX)).paper(22.57),
                placed("post", Placement.POST).paper(22.78)))
        .contrasts(
            new Contrast("r16", "none", Claim.LESS).paper("-1.02: 22.28 and 23.30"),
            new Contrast("r4", "r16", Claim.equivalent(1)).paper("-0.03: 22.25 and 22.28"),
            new Contrast("max", "r16", Claim.equivalent(1)).paper("+0.29: 22.57 and 22.28"),
            new Contrast("post", "r16", Claim.equivalent(1)).paper("+0.50: 22.78 and 22.28"))
        .on("distorted:")
        .images(10_000)
        .batch(32)
        .seeds(10)
        .size(16)
        .limits(
            "The order of the reductions 2 to 32, which lie within half a point in Table 10, can't be shown at this size; and in the first stage of a CIFAR net, of 16 channels, 16 and 32 are the same gate, of one unit.");
  }

  private static Ablation squeeze() {
    return new Ablation(
            "senet-squeeze",
            "Averaging squeezes best, the maximum comes close, and without a squeeze there is less to gain.",
            new Source(PAPER, "Tables 11 and 16", DATA, TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(
                arm("avg", SE).paper(STANDARD),
                arm("max", SE.withSqueeze(Squeeze.MAX)).paper(22.57),
                arm("no-squeeze", SE.withSqueeze(Squeeze.NONE)).paper(22.93)))
        .contrasts(
            new Contrast("max", "avg", Claim.equivalent(1)).paper("+0.29: 22.57 and 22.28"),
            new Contrast("no-squeeze", "avg", Claim.MORE).paper("+0.65: 22.93 and 22.28"));
  }

  private static Ablation gate() {
    return new Ablation(
            "senet-gate",
            "The gate's sigmoid matters: tanh is worse, and ReLU is worse than no gate.",
            new Source(PAPER, "Table 12", DATA, TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(
                arm("sigmoid", SE).paper(STANDARD),
                arm("tanh", SE.withGate(Activation.TANH)).paper(23.00),
                arm("relu", SE.withGate(Activation.RELU)).paper(23.47),
                Arm.of("none", PLAIN).paper(WITHOUT)))
        .contrasts(
            new Contrast("tanh", "sigmoid", Claim.MORE).paper("+0.72: 23.00 and 22.28"),
            new Contrast("relu", "sigmoid", Claim.MORE).paper("+1.19: 23.47 and 22.28"),
            new Contrast("relu", "none", Claim.MORE).paper("+0.17: 23.47 and 23.30"));
  }

  private static Ablation stage() {
    return new Ablation(
            "senet-stage",
            "Each stage gains from gates, and together they gain more.",
            new Source(PAPER, "Table 13, stages 2 to 4", DATA, TRAINING),
            Ablations.SAME + " The CIFAR net has three stages.",
            Measure.testError(),
            5,
            List.of(
                Arm.of("none", PLAIN).paper(WITHOUT),
                stages("stage-2", Set.of(1)).paper(23.03),
                stages("stage-3", Set.of(2)).paper(23.04),
                stages("stage-4", Set.of(3)).paper(22.68),
                arm("all", SE).paper(STANDARD)))
        .contrasts(
            new Contrast("stage-2", "none", Claim.LESS).paper("-0.27: 23.03 and 23.30"),
            new Contrast("stage-3", "none", Claim.LESS).paper("-0.26: 23.04 and 23.30"),
            new Contrast("stage-4", "none", Claim.LESS).paper("-0.62: 22.68 and 23.30"),
            new Contrast("all", "stage-4", Claim.LESS).paper("-0.40: 22.28 and 22.68"));
  }

  private static Ablation placement() {
    return new Ablation(
            "senet-placement",
            "Gates work anywhere before the sum; after it they are worse.",
            new Source(PAPER, "Table 14", DATA, TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(
                arm("se", SE).paper(STANDARD),
                placed("se-pre", Placement.PRE).paper(22.23),
                placed("se-post", Placement.POST).paper(22.78),
                placed("se-identity", Placement.IDENTITY).paper(22.20)))
        .contrasts(
            new Contrast("se-pre", "se", Claim.equivalent(1)).paper("-0.05: 22.23 and 22.28"),
            new Contrast("se-identity", "se", Claim.equivalent(1)).paper("-0.08: 22.20 and 22.28"),
            new Contrast("se-post", "se", Claim.MORE).paper("+0.50: 22.78 and 22.28"));
  }

  private static Arm arm(String name, Attention attention) {
    return Arm.of(name, PLAIN.withAttention(attention));
  }

  private static Arm stages(String name, Set<Integer> stages) {
    return Arm.of(name, PLAIN.withAttention(SE).withAttentionIn(stages));
  }

  private static Arm placed(String name, Placement placement) {
    return Arm.of(name, PLAIN.withAttention(SE).withPlacement(placement));
  }
}
