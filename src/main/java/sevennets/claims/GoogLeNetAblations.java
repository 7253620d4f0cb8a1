package sevennets.claims;

import java.util.List;
import sevennets.models.GoogLeNet;
import sevennets.models.GoogLeNet.Head;
import sevennets.models.Inception.Branch;
import sevennets.models.Inception.Reductions;

/**
 * The claims of Szegedy et al. 2014, on the small net with batch norm, which trains in a few
 * epochs, and on smaller images.
 */
final class GoogLeNetAblations {
  private static final String PAPER = "Szegedy et al. 2014, arXiv:1409.4842";
  private static final String TRAINING = "224 x 224 pixels, epochs not stated";
  private static final GoogLeNet NET = GoogLeNet.small().withBatchNorm();

  /** As in the chapter: at 32 x 32 a sweep takes more than an hour. */
  private static final int PIXELS = 20;

  /**
   * Without reductions the widths of Table 1, each an eighth, cost what a quarter costs with them.
   */
  private static final int EQUAL_MACS = 8;

  private GoogLeNetAblations() {}

  static List<Ablation> all() {
    return List.of(reductions(), branches(), auxiliary(), head());
  }

  private static Ablation reductions() {
    return new Ablation(
            "googlenet-reductions",
            "1x1 reductions make a module several times cheaper and do not cost accuracy.",
            new Source(PAPER, "sections 3 and 4, no error given", "ILSVRC-2014", TRAINING),
            Ablations.SAME + " Multiply-adds, within a tenth, of the arm 'equal-macs'.",
            Measure.testError(),
            10,
            List.of(
                arm("with", NET),
                arm("without", NET.withReductions(Reductions.POOL_ONLY)),
                arm("equal-macs", NET.withReductions(Reductions.POOL_ONLY).narrowed(EQUAL_MACS))))
        .contrasts(
            new Contrast("with", "without", Claim.notWorse(0.5)).paper("no figure"),
            new Contrast("with", "equal-macs", Claim.notWorse(0.5)).paper("no figure"))
        .images(10_000)
        .batch(32);
  }

  private static Ablation branches() {
    return new Ablation(
            "googlenet-branches",
            "Scales side by side in one module are better than any of them alone.",
            new Source(PAPER, "section 4, no error given", "ILSVRC-2014", TRAINING),
            Ablations.SAME + " Parameters differ by the branch removed.",
            Measure.testError(),
            5,
            List.of(
                arm("all", NET),
                arm("without-1x1", NET.without(Branch.ONES)),
                arm("without-3x3", NET.without(Branch.THREES)),
                arm("without-5x5", NET.without(Branch.FIVES)),
                arm("without-pool", NET.without(Branch.POOL))))
        .contrasts(
            new Contrast("without-1x1", "all", Claim.MORE).paper("no figure"),
            new Contrast("without-3x3", "all", Claim.MORE).paper("no figure"),
            new Contrast("without-5x5", "all", Claim.MORE).paper("no figure"),
            new Contrast("without-pool", "all", Claim.MORE).paper("no figure"));
  }

  private static Ablation auxiliary() {
    GoogLeNet asPublished = GoogLeNet.small();
    return new Ablation(
            "googlenet-auxiliary",
            "Auxiliary classifiers help to train the net.",
            new Source(
                PAPER,
                "section 5; about 0.5%, and one of the two suffices, in the version of CVPR 2015",
                "ILSVRC-2014",
                TRAINING),
            Ablations.SAME
                + " No batch norm, which the paper's net had not either. The loss compared is that of the main classifier alone.",
            Measure.trainingLoss(),
            10,
            List.of(
                gently("without", asPublished), gently("with", asPublished.withAuxiliaryHeads())))
        .contrasts(
            new Contrast("with", "without", Claim.LESS).paper("about -0.5 points of test error"),
            new Contrast("with", "without", Claim.LESS).by(Measure.testError()).paper("about -0.5"))
        .images(10_000)
        .batch(32);
  }

  private static Ablation head() {
    return new Ablation(
            "googlenet-head",
            "Averaging instead of a fully connected layer improves top-1 accuracy by about 0.6%.",
            new Source(PAPER, "section 5", "ILSVRC-2014", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(arm("fully-connected", NET.withHead(Head.DENSE)), arm("average", NET)))
        .contrasts(new Contrast("average", "fully-connected", Claim.LESS).paper("-0.6"))
        .limits("A difference of 0.6 points is about what five seeds can find at this size.");
  }

  private static Arm gently(String name, GoogLeNet net) {
    return arm(name, net).recipe(Ablations::gently);
  }

  private static Arm arm(String name, GoogLeNet net) {
    return Arm.of(name, net).size(PIXELS);
  }
}
