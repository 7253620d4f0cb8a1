package sevennets.claims;

import java.util.List;
import sevennets.graph.Node;
import sevennets.models.AllConvolutional;
import sevennets.models.AllConvolutional.Base;
import sevennets.models.AllConvolutional.Reduction;
import sevennets.models.Architecture;
import sevennets.models.Cbam;
import sevennets.models.Cbam.Order;
import sevennets.models.Cbam.Statistic;
import sevennets.models.Inception.Fives;
import sevennets.models.InceptionV3;
import sevennets.models.LeNet;
import sevennets.models.LeNet1998;
import sevennets.models.NetworkInNetwork;
import sevennets.models.NetworkInNetwork.Head;
import sevennets.models.ResNet;
import sevennets.models.SpatialTransformer;
import sevennets.models.SqueezeExcitation;
import sevennets.models.VisionTransformer;
import sevennets.models.WhatWhere;
import sevennets.train.Recipe;
import sevennets.train.Schedule;

/**
 * Claims of the papers that lead to the road or branch off it. Where a figure stands, it is the
 * paper's; where we have not seen its table, none does.
 */
final class BranchAblations {

  private static final NetworkInNetwork NIN = NetworkInNetwork.cifar().narrowed(4);
  private static final ResNet RESNET = ResNet.cifar(20);
  private static final Cbam CBAM = Cbam.paper();
  private static final InceptionV3 INCEPTION = InceptionV3.small().withoutAuxiliaryHead();
  private static final VisionTransformer VIT = VisionTransformer.small();

  /** Section 4.6 sets the heads on a conventional net, and there dropout wins. */
  private static final String HEADS =
      "on a conventional net: fully connected 17.56, with dropout 15.99, average 16.46";

  /** Units of C5 that give LeNet-5 as many parameters as it has with the transformer. */
  private static final int WIDE = 163;

  /** LeNet-5 with another number of units in its first dense layer. */
  private record Wide(int units) implements Architecture {
    @Override
    public Node features(Node x) {
      return new LeNet().features(x);
    }

    @Override
    public Node head(Node features, int classes) {
      return features
          .flatten("flatten")
          .dense("c5", units)
          .relu("relu5")
          .dense("f6", 84)
          .relu("relu6")
          .dense("output", classes);
    }
  }

  private BranchAblations() {}

  static List<Ablation> all() {
    return List.of(
        lenet(),
        ninDropout(),
        ninHead(),
        allCnn(),
        inception(),
        stn(),
        swwae(),
        cbamGates(),
        cbamOrder(),
        vit());
  }

  private static Ablation lenet() {
    return new Ablation(
            "lenet-paper",
            "Sparse maps, trainable subsampling and distances from codes cost little accuracy and save parameters.",
            new Source(
                "LeCun, Bottou, Bengio and Haffner 1998",
                "section II.B, no ablation there",
                "MNIST",
                "32 x 32 pixels"),
            Ablations.BY_ADAM,
            Measure.testError(),
            16,
            List.of(
                withAdam("modern", new LeNet()),
                withAdam("as-published", LeNet1998.paper()),
                withAdam("full-c3", LeNet1998.paper().withFullC3()),
                withAdam("linear-output", LeNet1998.paper().withLinearOutput())))
        .contrasts(
            new Contrast("as-published", "modern", Claim.notWorse(1)).paper("no figure"),
            new Contrast("full-c3", "as-published", Claim.equivalent(1)).paper("no figure"),
            new Contrast("linear-output", "as-published", Claim.equivalent(1)).paper("no figure"))
        .limits(
            "The distances from the codes are trained here by a softmax over them, in which the length of F6's vector cancels, not by the paper's equation 9: F6 does not learn to draw the codes, and nothing here says that it would.");
  }

  private static Ablation ninDropout() {
    return new Ablation(
            "nin-dropout",
            "Dropout between the mlpconv layers lowers the error by more than 20%.",
            new Source(
                "Lin, Chen and Yan 2013, arXiv:1312.4400",
                "section 4.2",
                "CIFAR-10",
                "32 x 32 pixels, until the error stalls"),
            Ablations.BY_ADAM,
            Measure.testError(),
            8,
            List.of(
                withAdam("with", NIN).paper(10.41),
                withAdam("without", NIN.withDropout(0)).paper(14.51)))
        .contrasts(new Contrast("with", "without", Claim.LESS)
            .paper("more than 20% of the error: 10.41 and 14.51"));
  }

  private static Ablation ninHead() {
    return new Ablation(
            "nin-head",
            "Global average pooling beats a fully connected layer, also one with dropout.",
            new Source(
                "Lin, Chen and Yan 2013, arXiv:1312.4400",
                "section 4.6",
                "CIFAR-10",
                "32 x 32 pixels, until the error stalls"),
            Ablations.BY_ADAM + " Parameters differ by the head.",
            Measure.testError(),
            100,
            List.of(
                withAdam("average", NIN),
                withAdam("dense", NIN.withHead(Head.DENSE)),
                withAdam("dense-dropout", NIN.withHead(Head.DENSE_DROPOUT))))
        .contrasts(
            new Contrast("average", "dense", Claim.LESS).paper(HEADS),
            new Contrast("average", "dense-dropout", Claim.LESS).paper(HEADS),
            new Contrast("average", "dense", Claim.LESS).by(Measure.gap()).paper("no figure"))
        .images(2_000)
        .seeds(10)
        .tuned(Tuning.grid(0.25, 0.5, 1, 2));
  }

  private static Ablation allCnn() {
    return new Ablation(
            "allcnn-pooling",
            "A convolution that strides can replace a pool; striding without one more layer is worse.",
            new Source(
                "Springenberg, Dosovitskiy, Brox and Riedmiller 2014, arXiv:1412.6806",
                "Table 3, base C",
                "CIFAR-10",
                "32 x 32 pixels, 350 epochs"),
            Ablations.BY_ADAM
                + " The last two arms have equal parameters, and more than the first two.",
            Measure.testError(),
            20,
            List.of(
                allCnn("pool", Reduction.POOL).paper(9.74),
                allCnn("strided", Reduction.STRIDED).paper(10.19),
                allCnn("conv-pool", Reduction.CONV_POOL).paper(9.31),
                allCnn("all-conv", Reduction.ALL_CONV).paper(9.08)))
        .contrasts(
            new Contrast("strided", "pool", Claim.MORE).paper("+0.45: 10.19 and 9.74"),
            new Contrast("all-conv", "conv-pool", Claim.equivalent(0.5))
                .paper("-0.23: 9.08 and 9.31"))
        .images(10_000)
        .batch(64)
        .size(20);
  }

  private static Arm allCnn(String name, Reduction reduction) {
    return withAdam(name, AllConvolutional.of(Base.C, reduction).narrowed(3));
  }

  private static Ablation inception() {
    return new Ablation(
            "inception-factorised",
            "Small windows one after the other do as well as one large window, for less.",
            new Source(
                "Szegedy et al. 2015, arXiv:1512.00567",
                "section 3, no single figure given",
                "ILSVRC-2012 validation",
                "299 x 299 pixels, 100 epochs"),
            Ablations.SAME + " Parameters and multiply-adds differ by the windows.",
            Measure.testError(),
            5,
            List.of(
                Arm.of("v3", INCEPTION),
                Arm.of("one-5x5", INCEPTION.withFives(Fives.ONE_5X5)),
                Arm.of("one-7x7", INCEPTION.withoutFactorisation())))
        .contrasts(
            new Contrast("v3", "one-5x5", Claim.notWorse(0.5)).paper("no figure"),
            new Contrast("v3", "one-7x7", Claim.notWorse(0.5)).paper("no figure"));
  }

  private static Ablation stn() {
    SpatialTransformer net = SpatialTransformer.small();
    return new Ablation(
            "stn-distorted",
            "A net that chooses what to look at errs less on images that are turned, scaled and shifted.",
            new Source(
                "Jaderberg, Simonyan, Zisserman and Kavukcuoglu 2015, arXiv:1506.02025",
                "Table 1, RTS, CNN against ST-CNN Aff",
                "distorted MNIST",
                "sizes and length in its appendix"),
            Ablations.BY_ADAM
                + " Parameters, within a fiftieth, of the transformer and of the plain net 'wide'; the net 'without' has a quarter fewer.",
            Measure.testError(),
            20,
            List.of(
                Arm.of("without", net.twin())
                    .recipe(BranchAblations::inSmallSteps)
                    .paper(0.8),
                Arm.of("with", net).recipe(BranchAblations::inSmallSteps).paper(0.5),
                Arm.of("wide", new Wide(WIDE)).recipe(BranchAblations::inSmallSteps)))
        .contrasts(
            new Contrast("with", "without", Claim.LESS).paper("-0.3: 0.5 and 0.8"),
            new Contrast("with", "wide", Claim.LESS).paper("no such net"))
        .on("distorted:")
        .images(11_000)
        .falling(0.2);
  }

  private static Ablation swwae() {
    WhatWhere net = WhatWhere.small();
    return new Ablation(
            "swwae-where",
            "Having to give images back, most of them without labels, makes better features where labels are few.",
            new Source(
                "Zhao, Mathieu, Goroshin and LeCun 2015, arXiv:1506.02351",
                "section 4, other settings",
                "SVHN, 1,000 labels",
                "32 x 32 pixels"),
            Ablations.BY_ADAM,
            Measure.testError(),
            8,
            List.of(
                withAdam("classifier", net.withoutReconstruction()),
                withAdam("what-where", net),
                withAdam("what", net.withoutWhere())))
        .contrasts(
            new Contrast("what-where", "classifier", Claim.LESS).paper("no figure of these arms"),
            new Contrast("what-where", "what", Claim.LESS).paper("no figure of these arms"))
        .on("labels-500:");
  }

  private static Ablation cbamGates() {
    return new Ablation(
            "cbam-gates",
            "Gates for pixels help beside gates for channels, and maxima beside means.",
            new Source(
                "Woo, Park, Lee and Kweon 2018, arXiv:1807.06521",
                "Tables 1 and 2",
                "ImageNet validation, ResNet-50",
                "224 x 224 pixels"),
            Ablations.SAME + " Parameters differ by the gates.",
            Measure.testError(),
            5,
            List.of(
                Arm.of("none", RESNET).paper(24.56),
                Arm.of("se", RESNET.withAttention(SqueezeExcitation.paper())).paper(23.14),
                Arm.of(
                    "channels-max",
                    RESNET.withAttention(
                        CBAM.withChannel(Statistic.MAX).withPixel(Statistic.NONE))),
                Arm.of("channels", RESNET.withAttention(CBAM.withPixel(Statistic.NONE)))
                    .paper(22.80),
                Arm.of("pixels", RESNET.withAttention(CBAM.withChannel(Statistic.NONE))),
                Arm.of("both-3x3", RESNET.withAttention(CBAM.withKernel(3))),
                Arm.of("both", RESNET.withAttention(CBAM)).paper(22.66)))
        .contrasts(
            new Contrast("se", "none", Claim.LESS).paper("-1.42: 23.14 and 24.56"),
            new Contrast("channels", "se", Claim.LESS).paper("-0.34: 22.80 and 23.14"),
            new Contrast("both", "channels", Claim.LESS).paper("-0.14: 22.66 and 22.80"),
            new Contrast("both-3x3", "both", Claim.equivalent(1)).paper("no figure quoted here"));
  }

  private static Ablation cbamOrder() {
    return new Ablation(
            "cbam-order",
            "First the channels, then the pixels.",
            new Source(
                "Woo, Park, Lee and Kweon 2018, arXiv:1807.06521",
                "Table 3",
                "ImageNet validation, ResNet-50",
                "224 x 224 pixels"),
            Ablations.SAME,
            Measure.testError(),
            5,
            List.of(
                Arm.of("channels-first", RESNET.withAttention(CBAM)).paper(22.66),
                Arm.of("pixels-first", RESNET.withAttention(CBAM.withOrder(Order.PIXEL_FIRST)))
                    .paper(22.78),
                Arm.of("both-at-once", RESNET.withAttention(CBAM.withOrder(Order.PARALLEL)))
                    .paper(22.95)))
        .contrasts(
            new Contrast("channels-first", "pixels-first", Claim.LESS)
                .paper("-0.12: 22.66 and 22.78"),
            new Contrast("channels-first", "both-at-once", Claim.LESS)
                .paper("-0.29: 22.66 and 22.95"))
        .limits("Differences of a tenth to a third of a point can't be shown at this size.");
  }

  private static Ablation vit() {
    return new Ablation(
            "vit-parts",
            "Positions matter; a class token and the mean of all tokens do about as well.",
            new Source(
                "Dosovitskiy et al. 2020, arXiv:2010.11929",
                "appendix D.3 and D.4, figures not quoted",
                "ImageNet, 5-shot",
                "224 x 224 pixels, trained first on JFT"),
            Ablations.BY_ADAM,
            Measure.testError(),
            8,
            List.of(
                withAdam("class-token", VIT),
                withAdam("mean", VIT.withSummary(VisionTransformer.Summary.MEAN)),
                withAdam("no-positions", VIT.withoutPositions()),
                withAdam("convolutions-first", VIT.withStem(VisionTransformer.Stem.CONVOLUTIONS))))
        .contrasts(
            new Contrast("mean", "class-token", Claim.equivalent(1)).paper("no figure quoted"),
            new Contrast("no-positions", "class-token", Claim.MORE).paper("no figure quoted"));
  }

  private static Arm withAdam(String name, Architecture net) {
    return Arm.of(name, net).recipe(Ablations::adam);
  }

  /**
   * The images are distorted already; and a map, which moves every pixel at once, takes many steps
   * to learn.
   */
  private static Recipe inSmallSteps(Recipe recipe) {
    return Ablations.adam(recipe.withBatchSize(64))
        .withLearningRate(Schedule.oneCycle(3e-3, recipe.epochs()))
        .withAugmentation();
  }
}
