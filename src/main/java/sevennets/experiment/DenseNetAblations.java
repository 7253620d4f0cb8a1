package sevennets.experiment;

import java.util.List;
import sevennets.models.DenseNet;
import sevennets.models.ResNet;

/** The claims of Huang, Liu, van der Maaten and Weinberger 2016: Table 2, column C10+. */
final class DenseNetAblations {
  private static final String PAPER =
      "Huang, Liu, van der Maaten and Weinberger 2016, arXiv:1608.06993";
  private static final String TRAINING = "32 x 32 pixels, 300 epochs";
  private static final DenseNet NET = DenseNet.cifar(22, 12);

  private DenseNetAblations() {}

  static List<Ablation> all() {
    return List.of(
        new Ablation(
            "densenet-growth",
            "A larger growth rate lowers the error.",
            new Source(PAPER, "Table 2, C10+: L=100, k=12 and k=24", "CIFAR-10", TRAINING),
            Ablations.SAME + " Parameters grow with the rate.",
            Measure.testError(),
            5,
            List.of(
                Arm.of("k12", NET).paper(4.10),
                Arm.of("k6", NET.withGrowthRate(6)),
                Arm.of("k24", NET.withGrowthRate(24)).paper(3.74))),
        new Ablation(
            "densenet-bottleneck",
            "Bottlenecks and compression use parameters better.",
            new Source(PAPER, "figure 4, curves only", "CIFAR-10", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(
                Arm.of("basic", NET),
                Arm.of("bottleneck", DenseNet.cifarBc(40, 12).withCompression(1)),
                Arm.of("compression", NET.withCompression(0.5)),
                Arm.of("bottleneck-compression", DenseNet.cifarBc(40, 12)))),
        new Ablation(
            "densenet-resnet",
            "With as many parameters, a DenseNet makes fewer errors than a ResNet.",
            new Source(PAPER, "figure 4, curves only", "CIFAR-10", TRAINING),
            Ablations.SAME + " Parameters, within a fifth.",
            Measure.testError(),
            5,
            List.of(
                Arm.of("resnet20", ResNet.cifar(20)),
                Arm.of("densenet22", NET).paper(Direction.LESS))),
        new Ablation(
            "densenet-connections",
            "What the earlier layers computed is used by the later ones.",
            new Source(PAPER, "figure 5, a heat map", "CIFAR-10", TRAINING),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(Arm.of("dense", NET), Arm.of("cut", NET.withoutDenseConnections()))));
  }
}
