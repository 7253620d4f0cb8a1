package sevennets.experiment;

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

  private GoogLeNetAblations() {}

  static List<Ablation> all() {
    return List.of(
        new Ablation(
            "googlenet-reductions",
            "1x1 reductions make a module several times cheaper and do not cost accuracy.",
            new Source(PAPER, "sections 3 and 4, no error given", "ILSVRC-2014", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(arm("with", NET), arm("without", NET.withReductions(Reductions.POOL_ONLY)))),
        new Ablation(
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
                arm("without-pool", NET.without(Branch.POOL)))),
        new Ablation(
            "googlenet-auxiliary",
            "Auxiliary classifiers help to train the net.",
            new Source(PAPER, "section 5, no figure in arXiv v1", "ILSVRC-2014", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(
                arm("without", NET), arm("with", NET.withAuxiliaryHeads()).paper(Direction.LESS))),
        new Ablation(
            "googlenet-head",
            "Averaging instead of a fully connected layer improves top-1 accuracy by about 0.6%.",
            new Source(PAPER, "section 5", "ILSVRC-2014", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(
                arm("fully-connected", NET.withHead(Head.DENSE)).paper(0.6),
                arm("average", NET).paper(0))));
  }

  private static Arm arm(String name, GoogLeNet net) {
    return Arm.of(name, net).size(PIXELS);
  }
}
