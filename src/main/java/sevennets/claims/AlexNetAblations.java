package sevennets.claims;

import java.util.List;
import sevennets.models.AlexNet;
import sevennets.ops.Activation;
import sevennets.train.Decay;
import sevennets.train.Recipe;
import sevennets.train.Regularisation;
import sevennets.train.Schedule;

/**
 * The claims of Krizhevsky, Sutskever and Hinton 2012. Their errors are of ILSVRC-2010 unless the
 * source says otherwise.
 */
final class AlexNetAblations {
  private static final String PAPER = "Krizhevsky, Sutskever and Hinton 2012";
  private static final String TRAINING = "224 x 224 pixels, about 90 epochs";
  private static final AlexNet NET = AlexNet.small();

  /**
   * The training error is fixed beforehand: 25% on CIFAR-10 in the paper, 10% on Fashion-MNIST
   * here.
   */
  private static final double TRAINING_ERROR = 0.10;

  /** A quarter of the work: eighteen runs of twelve epochs are an hour and not a night. */
  private static final int SMALL_IMAGES = 16;

  /** On 31 x 31 pixels pools of 2 and of 3 leave maps of the same size, and equal parameters. */
  private static final int EQUAL_MAPS = 31;

  private AlexNetAblations() {}

  static List<Ablation> all() {
    return List.of(relu(), lrn(), pooling(), dropout(), depth());
  }

  private static Ablation relu() {
    return new Ablation(
            "alexnet-relu",
            "A net with ReLUs learns several times faster than the same net with tanh units.",
            new Source(
                PAPER,
                "figure 1 and section 3.1",
                "CIFAR-10, a four-layer net, 25% training error, six times faster",
                "32 x 32 pixels, until the training error is 25%"),
            Ablations.SAME
                + " No augmentation, no dropout, no weight decay, a constant learning rate, chosen for each arm by as many trials, as in the paper.",
            Measure.stepsToTrainingError(TRAINING_ERROR),
            12,
            List.of(
                plainly("relu", NET.withDropout(0)),
                plainly("tanh", NET.withDropout(0).withActivation(Activation.TANH))))
        .contrasts(new Contrast("tanh", "relu", Claim.MORE).paper("six times, a log ratio of 1.8"))
        .images(10_000)
        .batch(32)
        .size(SMALL_IMAGES)
        .tuned(Tuning.grid(0.25, 0.5, 1, 2));
  }

  private static Ablation lrn() {
    return new Ablation(
            "alexnet-lrn",
            "Local response normalisation lowers the error.",
            new Source(
                PAPER,
                "section 3.3",
                "CIFAR-10, a four-layer net",
                "32 x 32 pixels, epochs not stated"),
            Ablations.SAME,
            Measure.testError(),
            6,
            List.of(
                gently("without", NET.withoutLrn()).paper(13),
                gently("with", NET).paper(11)))
        .contrasts(new Contrast("with", "without", Claim.LESS).paper("-2: 13% and 11%"));
  }

  private static Ablation pooling() {
    return new Ablation(
            "alexnet-pooling",
            "Pooling windows that overlap (3 pixels, stride 2) beat windows that do not (2 pixels, stride 2).",
            new Source(PAPER, "section 3.4: top-1 lower by 0.4", "ILSVRC-2010", TRAINING),
            Ablations.SAME + " Parameters: on 31 x 31 pixels both pools leave maps of one size.",
            Measure.testError(),
            6,
            List.of(gently("apart", NET.withPool(2)), gently("overlapping", NET)))
        .size(EQUAL_MAPS)
        .contrasts(new Contrast("overlapping", "apart", Claim.LESS).paper("-0.4"))
        .limits("A difference of 0.4 points is less than five seeds can find at this size.");
  }

  private static Ablation dropout() {
    return new Ablation(
            "alexnet-dropout",
            "Without dropout the hidden layers overfit substantially.",
            new Source(PAPER, "section 4.2, no figure given", "ILSVRC-2010", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            6,
            List.of(gently("without", NET.withDropout(0)), gently("with", NET)))
        .contrasts(
            new Contrast("with", "without", Claim.LESS).paper("no figure"),
            new Contrast("with", "without", Claim.LESS).by(Measure.gap()).paper("no figure"));
  }

  private static Ablation depth() {
    return new Ablation(
            "alexnet-depth",
            "Removing any one of the middle convolutions costs about 2% of top-1 accuracy.",
            new Source(PAPER, "section 7", "ILSVRC-2010", TRAINING),
            Ablations.SAME
                + " The pools: the third and the fourth convolution are followed by none, and without either the net is the same. Parameters differ by the layer removed.",
            Measure.testError(),
            6,
            List.of(gently("all", NET), gently("without-conv4", NET.without(4))))
        .contrasts(new Contrast("without-conv4", "all", Claim.MORE).paper("about +2"));
  }

  private static Arm gently(String name, AlexNet net) {
    return Arm.of(name, net).recipe(Ablations::gently);
  }

  private static Arm plainly(String name, AlexNet net) {
    return Arm.of(name, net).recipe(AlexNetAblations::withoutRegularisation);
  }

  /** A rate of 0.04 for 128 images, which is 0.01 for 32. */
  private static Recipe withoutRegularisation(Recipe recipe) {
    return recipe
        .withRegularisation(Regularisation.weightDecay(0, Decay.ALL))
        .withAugmentation()
        .withLearningRate(Schedule.constant(0.04));
  }
}
