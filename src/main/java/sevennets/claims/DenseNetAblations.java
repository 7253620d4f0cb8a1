package sevennets.claims;

import java.util.List;
import sevennets.models.DenseNet;
import sevennets.models.ResNet;

/** The claims of Huang, Liu, van der Maaten and Weinberger 2016: Table 2, column C10+. */
final class DenseNetAblations {
  private static final String PAPER =
      "Huang, Liu, van der Maaten and Weinberger 2016, arXiv:1608.06993";
  private static final String TRAINING = "32 x 32 pixels, 300 epochs";
  private static final DenseNet NET = DenseNet.cifar(22, 12);
  private static final int PIXELS = 16;
  private static final int EQUAL_WHEN_CUT = 42;

  private DenseNetAblations() {}

  static List<Ablation> all() {
    return List.of(growth(), bottleneck(), resNet(), connections());
  }

  private static Ablation growth() {
    return new Ablation(
            "densenet-growth",
            "A larger growth rate lowers the error.",
            new Source(PAPER, "Table 2, C10+: L=100, k=12 and k=24", "CIFAR-10", TRAINING),
            Ablations.SAME + " Parameters grow with the rate.",
            Measure.testError(),
            5,
            List.of(
                Arm.of("k6", NET.withGrowthRate(6)),
                Arm.of("k12", NET).paper(4.10),
                Arm.of("k24", NET.withGrowthRate(24)).paper(3.74)))
        .contrasts(
            new Contrast("k12", "k6", Claim.LESS).paper("no figure for 6"),
            new Contrast("k24", "k12", Claim.LESS).paper("-0.36: 3.74 and 4.10"));
  }

  private static Ablation bottleneck() {
    return new Ablation(
            "densenet-bottleneck",
            "Bottlenecks and compression use parameters better.",
            new Source(PAPER, "figure 4, curves only", "CIFAR-10", TRAINING),
            Ablations.SAME,
            Measure.errorByParameters(),
            5,
            List.of(
                Arm.of("basic-8", NET.withGrowthRate(8)).in("basic"),
                Arm.of("basic-12", NET).in("basic"),
                Arm.of("bc-8", DenseNet.cifarBc(40, 8)).in("bc"),
                Arm.of("bc-12", DenseNet.cifarBc(40, 12)).in("bc")))
        .contrasts(new Contrast("bc", "basic", Claim.LESS).paper("less, drawn in figure 4"));
  }

  private static Ablation resNet() {
    return new Ablation(
            "densenet-resnet",
            "With as many parameters, a DenseNet makes fewer errors than a ResNet.",
            new Source(PAPER, "figure 4, curves only", "CIFAR-10", TRAINING),
            Ablations.SAME
                + " Not the multiply-adds: at equal parameters a DenseNet takes up to twice as many.",
            Measure.errorByParameters(),
            10,
            List.of(
                Arm.of("resnet-8", ResNet.cifar(8)).in("resnet"),
                Arm.of("resnet-14", ResNet.cifar(14)).in("resnet"),
                Arm.of("resnet-20", ResNet.cifar(20)).in("resnet"),
                Arm.of("resnet-32", ResNet.cifar(32)).in("resnet"),
                Arm.of("densenet-8", NET.withGrowthRate(8)).in("densenet"),
                Arm.of("densenet-12", NET).in("densenet"),
                Arm.of("densenet-16", NET.withGrowthRate(16)).in("densenet")))
        .contrasts(new Contrast("densenet", "resnet", Claim.LESS).paper("less, drawn in figure 4"))
        .images(10_000)
        .batch(32)
        .size(PIXELS);
  }

  private static Ablation connections() {
    return new Ablation(
            "densenet-connections",
            "What the earlier layers computed is used by the later ones.",
            new Source(PAPER, "figure 5, a heat map", "CIFAR-10", TRAINING),
            Ablations.SAME
                + " Parameters, within a twentieth: a net whose layers see the last one only has a growth rate of 42 in place of 12.",
            Measure.testError(),
            5,
            List.of(
                Arm.of("dense", NET),
                Arm.of("cut", NET.withGrowthRate(EQUAL_WHEN_CUT).withoutDenseConnections())))
        .contrasts(new Contrast("dense", "cut", Claim.LESS).paper("no figure"));
  }
}
