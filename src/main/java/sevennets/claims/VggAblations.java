package sevennets.claims;

import java.util.List;
import sevennets.models.Vgg;

/** The claims of Simonyan and Zisserman 2014: Table 3, single scale, S = Q = 256, top-1 error. */
final class VggAblations {
  private static final String PAPER = "Simonyan and Zisserman 2014, arXiv:1409.1556";
  private static final String TRAINING = "224 x 224 pixels, 74 epochs";

  private VggAblations() {}

  static List<Ablation> all() {
    return List.of(depth(), fives(), lrn());
  }

  private static Ablation depth() {
    return new Ablation(
            "vgg-depth",
            "The error falls as depth grows from 11 to 19 layers, and stops falling at 19.",
            new Source(PAPER, "Table 3, S = Q = 256", "ILSVRC-2012 validation", TRAINING),
            Ablations.SAME
                + " Parameters grow with depth. Every net starts from random weights; the paper's deeper ones start from net A.",
            Measure.testError(),
            10,
            List.of(
                gently("a", Vgg.a()).paper(29.6),
                gently("b", Vgg.b()).paper(28.7),
                gently("d", Vgg.d()).paper(27.0),
                gently("e", Vgg.e()).paper(27.3)))
        .contrasts(
            new Contrast("b", "a", Claim.LESS).paper("-0.9: 28.7 and 29.6"),
            new Contrast("d", "b", Claim.LESS).paper("-1.7: 27.0 and 28.7"),
            new Contrast("e", "d", Claim.equivalent(0.5)).paper("+0.3: 27.3 and 27.0"))
        .images(20_000)
        .batch(32)
        .seeds(8);
  }

  private static Ablation fives() {
    return new Ablation(
            "vgg-5x5",
            "Two 3x3 convolutions beat one 5x5 that sees as much: 7% of top-1 error.",
            new Source(
                PAPER, "section 4.1, net B, centre crop", "ILSVRC-2012 validation", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            10,
            List.of(gently("pairs-of-3x3", Vgg.b()), gently("one-5x5", Vgg.b().withPairsAs5x5())))
        .contrasts(new Contrast("one-5x5", "pairs-of-3x3", Claim.MORE).paper("7% more"))
        .images(20_000)
        .batch(32)
        .seeds(8);
  }

  private static Ablation lrn() {
    return new Ablation(
            "vgg-lrn",
            "Local response normalisation does not lower the error.",
            new Source(PAPER, "Table 3, S = Q = 256", "ILSVRC-2012 validation", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            8,
            List.of(
                gently("a", Vgg.a()).paper(29.6), gently("a-lrn", Vgg.aLrn()).paper(29.7)))
        .contrasts(new Contrast("a-lrn", "a", Claim.equivalent(0.5)).paper("+0.1: 29.7 and 29.6"));
  }

  private static Arm gently(String name, Vgg net) {
    return Arm.of(name, net.small()).recipe(Ablations::gently);
  }
}
