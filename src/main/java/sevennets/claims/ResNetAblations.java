package sevennets.claims;

import java.util.List;
import java.util.stream.Stream;
import sevennets.models.ResNet;
import sevennets.models.Residual.Shortcut;

/** The claims of He, Zhang, Ren and Sun 2015 and 2016. */
final class ResNetAblations {
  private static final String PAPER = "He, Zhang, Ren and Sun 2015, arXiv:1512.03385";
  private static final String IDENTITY_MAPPINGS = "He, Zhang, Ren and Sun 2016, arXiv:1603.05027";
  private static final String CIFAR_TRAINING = "32 x 32 pixels, 64,000 steps of 128 images";
  private static final String IMAGENET_TRAINING =
      "224 x 224 pixels, up to 600,000 steps of 256 images";

  /** Small images, so that deep nets can be trained in minutes. */
  private static final int PIXELS = 16;

  /** Far from guessing, which errs on 90% of the images. */
  private static final double TRAINED = 0.4;

  private static final List<Double> RATES = List.of(0.0125, 0.05, 0.2, 0.8);

  private ResNetAblations() {}

  static List<Ablation> all() {
    return List.of(depth(), shortcut(), preactivation(), batchNorm());
  }

  private static Ablation depth() {
    return new Ablation(
            "resnet-depth",
            "Degradation: a deeper plain net has a higher training loss than a shallower one; residual nets do not.",
            new Source(
                PAPER,
                "Table 6 and figure 6; the plain nets' errors are only drawn",
                "CIFAR-10",
                CIFAR_TRAINING),
            Ablations.SAME + " Parameters, at each depth.",
            Measure.trainingLoss(),
            8,
            List.of(
                Arm.of("plain-20", ResNet.cifar(20).plain()),
                Arm.of("residual-20", ResNet.cifar(20)),
                Arm.of("plain-56", ResNet.cifar(56).plain()),
                Arm.of("residual-56", ResNet.cifar(56))))
        .contrasts(
            new Contrast("plain-56", "plain-20", Claim.MORE).paper("more, drawn in figure 6"),
            new Contrast("residual-56", "residual-20", Claim.notWorse(0.05))
                .paper("less, drawn in figure 6"),
            new Contrast("residual-56", "plain-56", Claim.LESS).paper("less, drawn in figure 6"))
        .images(10_000)
        .batch(32)
        .size(PIXELS)
        .falling(0.25)
        .limits(
            "That a deeper residual net makes fewer errors on test images (8.75% at depth 20, 6.97% at 56 in the paper) can't be shown on Fashion-MNIST at this size.");
  }

  private static Ablation shortcut() {
    ResNet net = ResNet.cifar(56);
    return new Ablation(
            "resnet-shortcut",
            "Projections in the shortcuts are a little better than zero-padding, and not essential.",
            new Source(
                PAPER, "Table 3, ResNet-34, 10-crop", "ILSVRC-2012 validation", IMAGENET_TRAINING),
            Ablations.SAME + " Depth, 56.",
            Measure.testError(),
            8,
            List.of(
                Arm.of("a", net).paper(25.03),
                Arm.of("b", net.withShortcut(Shortcut.B)).paper(24.52),
                Arm.of("c", net.withShortcut(Shortcut.C)).paper(24.19),
                Arm.of("plain", net.plain()).paper(28.54)))
        .contrasts(
            new Contrast("b", "a", Claim.equivalent(1)).paper("-0.51: 24.52 and 25.03"),
            new Contrast("c", "a", Claim.equivalent(1)).paper("-0.84: 24.19 and 25.03"),
            new Contrast("plain", "a", Claim.MORE).paper("+3.51: 28.54 and 25.03"))
        .images(10_000)
        .batch(32)
        .size(PIXELS)
        .falling(0.25)
        .limits(
            "Differences between A, B and C of half a point can't be told from none at this size: equivalence is within 1 point.");
  }

  private static Ablation preactivation() {
    ResNet net = ResNet.cifar(20);
    return new Ablation(
            "resnet-preactivation",
            "Batch norm and ReLU before the convolutions lower the error of deep nets.",
            new Source(
                IDENTITY_MAPPINGS,
                "Table 2, ResNet-110, medians of five runs",
                "CIFAR-10",
                CIFAR_TRAINING),
            Ablations.SAME + " Depth is 20 here.",
            Measure.testError(),
            6,
            List.of(
                Arm.of("original", net).paper(6.61),
                Arm.of("preactivated", net.preActivated()).paper(6.37)))
        .contrasts(new Contrast("preactivated", "original", Claim.LESS)
            .paper("-0.24: 6.37 and 6.61, medians of five"))
        .limits(
            "The gain of pre-activation is that of very deep nets, 0.24 points at depth 110; at depth 20 on Fashion-MNIST it can't be shown.");
  }

  private static Ablation batchNorm() {
    return new Ablation(
            "resnet-batchnorm",
            "Batch norm lets a net be trained at much higher learning rates.",
            new Source(
                "Ioffe and Szegedy 2015, arXiv:1502.03167",
                "sections 4.2.1 and 4.2.2: rates 5 and 30 times that of Inception without batch norm, which at 5 times diverged",
                "ILSVRC-2012, Inception",
                "224 x 224 pixels, 31 million steps of 32 images without, 2.1 and 2.7 million with batch norm (figure 3)"),
            Ablations.SAME + " Each net is trained at the same four learning rates.",
            Measure.largestRate(TRAINED),
            6,
            Stream.concat(
                    RATES.stream().map(rate -> at("with", ResNet.cifar(20), rate)),
                    RATES.stream()
                        .map(rate -> at("without", ResNet.cifar(20).withoutBatchNorm(), rate)))
                .toList())
        .contrasts(new Contrast("with", "without", Claim.MORE)
            .paper("5 to 30 times, log ratios of 1.6 to 3.4"))
        .images(5_000)
        .batch(32)
        .seeds(3)
        .size(PIXELS);
  }

  /** The shared recipe's course of the rate, with another peak; the batch has 32 images then. */
  private static Arm at(String group, ResNet net, double rate) {
    return Arm.of(group + "-" + rate, net).in(group).recipe(recipe -> recipe.withRate(4 * rate));
  }
}
