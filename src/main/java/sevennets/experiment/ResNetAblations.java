package sevennets.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sevennets.models.ResNet;
import sevennets.models.Residual.Shortcut;

/** The claims of He, Zhang, Ren and Sun 2015 and 2016. */
final class ResNetAblations {
  private static final String PAPER = "He, Zhang, Ren and Sun 2015, arXiv:1512.03385";
  private static final String IDENTITY_MAPPINGS = "He, Zhang, Ren and Sun 2016, arXiv:1603.05027";
  private static final String CIFAR_TRAINING = "32 x 32 pixels, 64,000 steps of 128 images";
  private static final String IMAGENET_TRAINING =
      "224 x 224 pixels, up to 600,000 steps of 256 images";
  private static final ResNet NET = ResNet.cifar(20);

  /** Table 6. The plain nets' errors are only drawn in figure 6. */
  private static final Map<Integer, Double> RESIDUAL_ERROR =
      Map.of(20, 8.75, 32, 7.51, 44, 7.17, 56, 6.97);

  private ResNetAblations() {}

  static List<Ablation> all() {
    return List.of(
        new Ablation(
            "resnet-depth",
            "Plain nets get worse as they get deeper, residual nets get better.",
            new Source(PAPER, "Table 6 and figure 6", "CIFAR-10", CIFAR_TRAINING),
            Ablations.SAME
                + " Parameters, at each depth: a plain net is compared with its residual twin.",
            Measure.testError(),
            5,
            depths()),
        new Ablation(
            "resnet-shortcut",
            "Projections in the shortcuts are a little better than zero-padding, and not essential.",
            new Source(
                PAPER, "Table 3, ResNet-34, 10-crop", "ILSVRC-2012 validation", IMAGENET_TRAINING),
            Ablations.SAME,
            Measure.testError(),
            6,
            List.of(
                Arm.of("a", NET).paper(25.03),
                Arm.of("b", NET.withShortcut(Shortcut.B)).paper(24.52),
                Arm.of("c", NET.withShortcut(Shortcut.C)).paper(24.19),
                Arm.of("plain", NET.plain()).paper(28.54))),
        new Ablation(
            "resnet-preactivation",
            "Batch norm and ReLU before the convolutions lower the error of deep nets.",
            new Source(IDENTITY_MAPPINGS, "Table 2, ResNet-110", "CIFAR-10", CIFAR_TRAINING),
            Ablations.SAME + " Depth is 20 here.",
            Measure.testError(),
            6,
            List.of(
                Arm.of("original", NET).paper(6.61),
                Arm.of("preactivated", NET.preActivated()).paper(6.37))),
        new Ablation(
            "resnet-batchnorm",
            "Batch norm is what lets the net train at a high learning rate.",
            new Source(PAPER, "section 3.4, no figure given", "ILSVRC-2012", IMAGENET_TRAINING),
            Ablations.SAME + " Without batch norm the learning rate is a tenth.",
            Measure.testError(),
            6,
            List.of(
                Arm.of("with", NET),
                Arm.of("without", NET.withoutBatchNorm()).recipe(Ablations::gently))));
  }

  private static List<Arm> depths() {
    List<Arm> arms = new ArrayList<>();
    for (int depth : List.of(20, 32, 44, 56)) {
      arms.add(Arm.of("residual-" + depth, ResNet.cifar(depth)).paper(RESIDUAL_ERROR.get(depth)));
      arms.add(Arm.of("plain-" + depth, ResNet.cifar(depth).plain())
          .against("residual-" + depth)
          .paper(Direction.MORE));
    }
    return arms;
  }
}
