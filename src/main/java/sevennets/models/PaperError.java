package sevennets.models;

import java.util.List;

/**
 * The error of one net on ImageNet's validation set as its paper prints it: of a single model,
 * never of an ensemble.
 *
 * <p>Figures of one protocol can be compared with each other and with no others: averaging ten
 * crops takes two percent off an error, about as much as tripling the depth does.
 *
 * @param net its name in {@link Models}
 * @param family whose family it is of, as charts name it
 * @param label its short name within the family
 * @param crops how many views of a photograph the predictions are averaged over: 1, the middle; or
 *     10, the corners and the middle and their mirror images
 * @param top1 of the first answer, percent; NaN where the paper does not print it
 * @param top5 of the first five answers, percent
 * @param source the paper and its table
 */
public record PaperError(
    String net, String family, String label, int crops, double top1, double top5, String source) {

  private static final String HE = "He et al. 2015, Table 3";
  private static final String HUANG = "Huang et al. 2016, Table 3";
  private static final String HUANG_161 = "Huang et al. 2016, Table 3 of the earlier versions";
  /** Their own training, so that a net and its twin with gates differ by the gates alone. */
  private static final String HU = "Hu et al. 2017, Table 2, re-implementation";

  private static final String TAN = "Tan and Le 2019, Table 2 of version 5";

  private static final List<PaperError> ALL = List.of(
      one(
          "googlenet_paper",
          "Inception",
          "GoogLeNet",
          Double.NaN,
          10.07,
          "Szegedy et al. 2014, Table 3"),
      one(
          "inception_v3",
          "Inception",
          "v3",
          21.2,
          5.6,
          "Szegedy et al. 2015, Table 3, on 48,238 of the 50,000 photographs"),
      one("vgg16_bn", "VGG", "16", 27.02, 8.81, HU),
      one("resnet50_paper", "ResNet", "50", 24.80, 7.48, HU),
      one("resnet101_paper", "ResNet", "101", 23.17, 6.52, HU),
      one("resnet152_paper", "ResNet", "152", 22.42, 6.34, HU),
      one("seresnet50_paper", "SE-Net", "SE-50", 23.29, 6.62, HU),
      one("seresnet101_paper", "SE-Net", "SE-101", 22.38, 6.07, HU),
      one("seresnet152_paper", "SE-Net", "SE-152", 21.57, 5.73, HU),
      one("sevgg16_bn", "SE-Net", "SE-VGG-16", 25.22, 7.70, HU),
      one("densenet121", "DenseNet", "121", 25.02, 7.71, HUANG),
      one("densenet169", "DenseNet", "169", 23.80, 6.85, HUANG),
      one("densenet201", "DenseNet", "201", 22.58, 6.34, HUANG),
      one("densenet264", "DenseNet", "264", 22.15, 6.12, HUANG),
      one("densenet161", "DenseNet", "161", 22.33, 6.15, HUANG_161),
      efficientNet(0, 77.1, 93.3),
      efficientNet(1, 79.1, 94.4),
      efficientNet(2, 80.1, 94.9),
      efficientNet(3, 81.6, 95.7),
      efficientNet(4, 82.9, 96.4),
      efficientNet(5, 83.6, 96.7),
      efficientNet(6, 84.0, 96.8),
      efficientNet(7, 84.3, 97.0),
      ten(
          "alexnet_paper",
          "AlexNet",
          "AlexNet",
          40.7,
          18.2,
          "Krizhevsky et al. 2012, Table 2, one net; ten crops by section 4.1"),
      ten(
          "googlenet_paper",
          "Inception",
          "GoogLeNet",
          Double.NaN,
          9.15,
          "Szegedy et al. 2014, Table 3"),
      ten("vgg16", "VGG", "16", 28.07, 9.33, HE),
      ten("plain34", "ResNet", "plain 34", 28.54, 10.02, HE),
      ten("resnet34_a_paper", "ResNet", "34 A", 25.03, 7.76, HE),
      ten("resnet34", "ResNet", "34 B", 24.52, 7.46, HE),
      ten("resnet34_c_paper", "ResNet", "34 C", 24.19, 7.40, HE),
      ten("resnet50_paper", "ResNet", "50", 22.85, 6.71, HE),
      ten("resnet101_paper", "ResNet", "101", 21.75, 6.05, HE),
      ten("resnet152_paper", "ResNet", "152", 21.43, 5.71, HE),
      ten("densenet121", "DenseNet", "121", 23.61, 6.66, HUANG),
      ten("densenet169", "DenseNet", "169", 22.08, 5.92, HUANG),
      ten("densenet201", "DenseNet", "201", 21.46, 5.54, HUANG),
      ten("densenet264", "DenseNet", "264", 20.80, 5.29, HUANG),
      ten("densenet161", "DenseNet", "161", 20.85, 5.30, HUANG_161));

  /**
   * All figures of one protocol, family by family.
   *
   * @param crops 1 or 10
   * @throws IllegalArgumentException for any other number, which the papers have too few figures of
   */
  public static List<PaperError> of(int crops) {
    List<PaperError> all = ALL.stream().filter(error -> error.crops == crops).toList();
    if (all.isEmpty())
      throw new IllegalArgumentException(
          "the papers' errors are of 1 or of 10 crops, received " + crops);
    return all;
  }

  private static PaperError one(
      String net, String family, String label, double top1, double top5, String source) {
    return new PaperError(net, family, label, 1, top1, top5, source);
  }

  private static PaperError ten(
      String net, String family, String label, double top1, double top5, String source) {
    return new PaperError(net, family, label, 10, top1, top5, source);
  }

  /** Tan and Le print accuracies, of one crop. */
  private static PaperError efficientNet(int number, double top1, double top5) {
    return one(
        "efficientnet_b" + number, "EfficientNet", "B" + number, 100 - top1, 100 - top5, TAN);
  }
}
