package sevennets.reporting;

import java.util.List;
import sevennets.reporting.FromChapter.Reading;
import sevennets.reporting.FromRuns.Drawing;

/**
 * A famous figure or table of one of the papers, and what draws it again here.
 *
 * @param title where it stands, such as {@code ResNet, figures 1 and 6}
 * @param shows what it is famous for, with the paper's own values
 * @param evidence what is ours of it
 */
record Exhibit(String title, String shows, Evidence evidence) {

  /** What stands beside the paper's figure. */
  interface Evidence {
    /** The room of an exhibit, as far as what it is drawn from is there. */
    Room room(Exhibit exhibit, Museum museum);
  }

  /** The figures of the series' papers that are known beyond them. */
  static List<Exhibit> all() {
    return List.of(
        new Exhibit(
            "AlexNet, figure 1",
            "A four-layer net with ReLUs reaches a training error of 25% on CIFAR-10 six times faster than with tanh units.",
            new FromRuns("alexnet-relu", Drawing.TRAINING_ERROR)),
        new Exhibit(
            "VGG, Table 3",
            "Deeper is better up to 16 layers: top-1 errors of 29.6 (A), 28.7 (B), 27.0 (D), 27.3% (E) at one scale.",
            new FromRuns("vgg-depth", Drawing.BARS)),
        new Exhibit(
            "ResNet, figures 1 and 6",
            "Degradation: the deeper plain net has the higher training error, the deeper residual net the lower one.",
            new FromRuns("resnet-depth", Drawing.TRAINING_LOSS)),
        new Exhibit(
            "DenseNet, figure 3 (4 in the preprint)",
            "At equal parameters DenseNets err less than ResNets, or need a third of the parameters for the same error.",
            new FromRuns("densenet-resnet", Drawing.ERROR_BY_PARAMETERS)),
        new Exhibit(
            "DenseNet, figure 5",
            "Weights are spread over all earlier layers of a block; what enters a later block counts least; the classifier looks most at the last layers.",
            sources()),
        new Exhibit(
            "SENet, figure 4",
            "Gates lower the training error throughout training.",
            new FromRuns("senet-reduction", Drawing.TRAINING_LOSS)),
        new Exhibit(
            "SENet, figure 6",
            "Early gates are nearly the same for every class, later ones differ by class, and those of the last block but one are nearly all open, close to 1.",
            gates()),
        new Exhibit(
            "SENet, Table 10",
            "Top-1 error 23.30% without gates, 22.28% with r = 16, and much the same from 2 to 16.",
            new FromRuns("senet-reduction", Drawing.BARS)),
        new Exhibit(
            "EfficientNet, figure 8 and Table 7",
            "At equal cost compound scaling (81.1% in version 5) beats depth (79.0%), width (78.9%) and resolution (79.1%) alone.",
            new FromRuns("efficientnet-scaling", Drawing.ERROR_BY_MACS)),
        new Exhibit(
            "All-Convolutional Net, Table 3",
            "Errors of 9.74 (pool), 10.19 (strided), 9.31 (a layer more and a pool), 9.08% (a layer more that strides).",
            new FromRuns("allcnn-pooling", Drawing.BARS)),
        new Exhibit(
            "Spatial Transformer, Table 1",
            "On digits that are turned, scaled and shifted, 0.5% of errors with a transformer and 0.8% without.",
            new FromRuns("stn-distorted", Drawing.BARS)));
  }

  private static FromChapter sources() {
    return new FromChapter(
        "05-densenet",
        List.of("sources"),
        "agrees in part",
        List.of(
            new Reading(
                "In the second block the strongest source of a layer has at most 1.4 times the mean weight of the weakest: early maps are read about as much as late ones, as in the paper.",
                "1.4052285629171963"),
            new Reading(
                "In the second and the third block what entered the block has the smallest weights of all, 0.036 and 0.037, as in the paper.",
                "from 0.03554 at input and transition2"),
            new Reading(
                "But it has them in the first block too, 0.041, where no transition stands before it: so ours says nothing about transitions, which the paper concludes from.",
                "from 0.04073 at input and denselayer6"),
            new Reading(
                "The classifier's largest weights, 0.25, are on the last layer's maps, as in the paper.",
                "to 0.2513 at denselayer6 and classifier")),
        "Here: one DenseNet of 22 layers with k = 12, trained in chapter 05 on Fashion-MNIST; there: 40 layers with k = 12 on CIFAR-10. To run it larger: ./lab run --profile full 05.");
  }

  private static FromChapter gates() {
    return new FromChapter(
        "06-senet",
        List.of("by-class", "by-depth"),
        "agrees in part",
        List.of(
            new Reading(
                "In the first block the classes' gates lie on each other (a deviation of 0.0007), in the last they differ 200 times as much (0.14), as in the paper.",
                "0.14167074859142303"),
            new Reading(
                "The gates of the last block but one are half open (0.50 in the mean), where they start, and not close to 1. And the last block is the one that asks most for the class; in the paper it hardly does.",
                "0.5049460530281067")),
        "Here: one SE-ResNet-20, trained in chapter 06 on Fashion-MNIST; there: SE-ResNet-50 on ImageNet. To run it larger: ./lab run --profile full 06.");
  }
}
