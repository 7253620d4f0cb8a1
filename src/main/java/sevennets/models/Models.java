package sevennets.models;

import java.util.List;
import sevennets.models.Residual.Shortcut;

/** Every net of the series by name: one explicit list. */
public final class Models {

  private static final String RESNET = "He, Zhang, Ren and Sun 2015, arXiv:1512.03385, ";
  private static final String DENSENET =
      "Huang, Liu, van der Maaten and Weinberger 2016, arXiv:1608.06993, ";
  private static final SqueezeExcitation TIMM = SqueezeExcitation.timm(),
      SE = SqueezeExcitation.paper();

  private static final Catalogue ALL = new Catalogue();

  static {
    ALL.of("LeCun, Bottou, Bengio and Haffner 1998, figure 2").small("lenet5", new LeNet());

    ALL.of("Krizhevsky, Sutskever and Hinton 2012, section 3.5")
        .imageNet("alexnet_paper", AlexNet.paper(), 227)
        .imageNet("alexnet", AlexNet.torchvision())
        .small("alexnet_small", AlexNet.small());

    ALL.of("Simonyan and Zisserman 2014, arXiv:1409.1556, Table 1")
        .imageNet("vgg11", Vgg.a())
        .imageNet("vgg11_lrn", Vgg.aLrn())
        .imageNet("vgg13", Vgg.b())
        .imageNet("vgg16_c", Vgg.c())
        .imageNet("vgg16", Vgg.d())
        .imageNet("vgg19", Vgg.e())
        .imageNet("vgg11_bn", Vgg.a().withBatchNorm())
        .imageNet("vgg13_bn", Vgg.b().withBatchNorm())
        .imageNet("vgg16_bn", Vgg.d().withBatchNorm())
        .imageNet("vgg19_bn", Vgg.e().withBatchNorm())
        .small("vgg11_small", Vgg.a().small())
        .small("vgg13_small", Vgg.b().small())
        .small("vgg16_small", Vgg.d().small())
        .small("vgg19_small", Vgg.e().small())
        .small("vgg11_small_bn", Vgg.a().small().withBatchNorm())
        .small("vgg13_small_bn", Vgg.b().small().withBatchNorm())
        .small("vgg16_small_bn", Vgg.d().small().withBatchNorm())
        .small("vgg19_small_bn", Vgg.e().small().withBatchNorm());

    ALL.of("Szegedy et al. 2014, arXiv:1409.4842, Table 1")
        .imageNet("googlenet_paper", GoogLeNet.paper())
        .imageNet("googlenet", GoogLeNet.torchvision())
        .small("googlenet_small", GoogLeNet.small())
        .small("googlenet_small_aux", GoogLeNet.small().withAuxiliaryHeads())
        .small("googlenet_small_bn", GoogLeNet.small().withBatchNorm());
    ALL.of("Szegedy et al. 2015, arXiv:1512.00567, Table 1")
        .imageNet("inception_v3", InceptionV3.torchvision(), 299);

    ALL.of(RESNET + "Table 1")
        .imageNet("resnet18", ResNet.resnet18())
        .imageNet("resnet34", ResNet.resnet34())
        .imageNet("resnet50", ResNet.resnet50())
        .imageNet("resnet101", ResNet.resnet101())
        .imageNet("resnet152", ResNet.resnet152())
        .imageNet("resnet34_a_paper", ResNet.resnet34().withShortcut(Shortcut.A))
        .imageNet("resnet34_c_paper", ResNet.resnet34().withShortcut(Shortcut.C))
        .imageNet("resnet50_paper", ResNet.resnet50().withStrideIn1x1())
        .imageNet("resnet101_paper", ResNet.resnet101().withStrideIn1x1())
        .imageNet("resnet152_paper", ResNet.resnet152().withStrideIn1x1())
        .imageNet("plain18", ResNet.resnet18().plain())
        .imageNet("plain34", ResNet.resnet34().plain())
        .imageNet("plain50", ResNet.resnet50().plain())
        .imageNet("plain101", ResNet.resnet101().plain())
        .imageNet("plain152", ResNet.resnet152().plain());
    ALL.of("Zagoruyko and Komodakis 2016, arXiv:1605.07146")
        .imageNet("wide_resnet50_2", ResNet.resnet50().widened(2))
        .imageNet("wide_resnet101_2", ResNet.resnet101().widened(2));
    for (int depth : List.of(20, 32, 44, 56, 110)) cifarResNets(depth);
    ALL.of("He, Zhang, Ren and Sun 2016, arXiv:1603.05027, section 5")
        .small("preresnet164_cifar", ResNet.cifarBottleneck(164).preActivated());

    ALL.of(DENSENET + "Table 1")
        .imageNet("densenet121", DenseNet.densenet121())
        .imageNet("densenet169", DenseNet.densenet169())
        .imageNet("densenet201", DenseNet.densenet201())
        .imageNet("densenet264", DenseNet.densenet264())
        .imageNet("densenet161", DenseNet.densenet161());
    ALL.of(DENSENET + "section 3")
        .small("densenet40_12_cifar", DenseNet.cifar(40, 12))
        .small("densenet100_12_cifar", DenseNet.cifar(100, 12))
        .small("densenet100_24_cifar", DenseNet.cifar(100, 24))
        .small("densenetbc100_12_cifar", DenseNet.cifarBc(100, 12))
        .small("densenetbc250_24_cifar", DenseNet.cifarBc(250, 24))
        .small("densenetbc190_40_cifar", DenseNet.cifarBc(190, 40))
        .small("densenet_small", DenseNet.cifar(22, 12));

    ALL.of("Hu, Shen, Albanie, Sun and Wu 2017, arXiv:1709.01507, Table 1")
        .imageNet("seresnet18", ResNet.resnet18().withAttention(TIMM))
        .imageNet("seresnet34", ResNet.resnet34().withAttention(TIMM))
        .imageNet("seresnet50", ResNet.resnet50().withAttention(TIMM))
        .imageNet("seresnet101", ResNet.resnet101().withAttention(TIMM))
        .imageNet("seresnet152", ResNet.resnet152().withAttention(TIMM))
        .imageNet("seresnet18_paper", ResNet.resnet18().withAttention(SE))
        .imageNet("seresnet34_paper", ResNet.resnet34().withAttention(SE))
        .imageNet("seresnet50_paper", ResNet.resnet50().withStrideIn1x1().withAttention(SE))
        .imageNet("seresnet101_paper", ResNet.resnet101().withStrideIn1x1().withAttention(SE))
        .imageNet("seresnet152_paper", ResNet.resnet152().withStrideIn1x1().withAttention(SE))
        .imageNet("sevgg16_bn", Vgg.d().withBatchNorm().withAttention(SE))
        .imageNet("segooglenet", GoogLeNet.torchvision().withAttention(SE))
        .imageNet("seinception_v3", InceptionV3.torchvision().withAttention(SE), 299)
        .small("seresnet20_cifar", ResNet.cifar(20).withAttention(SE))
        .small("seresnet32_cifar", ResNet.cifar(32).withAttention(SE))
        .small("seresnet44_cifar", ResNet.cifar(44).withAttention(SE))
        .small("seresnet56_cifar", ResNet.cifar(56).withAttention(SE))
        .small("seresnet110_cifar", ResNet.cifar(110).withAttention(SE))
        .small("sepreresnet110_cifar", ResNet.cifar(110).preActivated().withAttention(SE))
        .small(
            "sepreresnet164_cifar", ResNet.cifarBottleneck(164).preActivated().withAttention(SE));

    ALL.of("Tan and Le 2019, arXiv:1905.11946, Tables 1 and 2");
    for (int i = 0; i <= 7; i++)
      ALL.imageNet("efficientnet_b" + i, EfficientNet.b(i), Scaling.b(i).pixels(224));
    for (int i = 0; i <= 7; i++)
      ALL.imageNet(
          "tf_efficientnet_b" + i, EfficientNet.tensorFlow(i), Scaling.b(i).pixels(224));
    for (int i = 0; i <= 4; i++)
      ALL.imageNet("efficientnet_lite" + i, EfficientNet.lite(i), EfficientNet.LITE_PIXELS[i]);
    ALL.small("efficientnet_small", EfficientNet.small());

    SideRoads.addTo(ALL);
  }

  private Models() {}

  private static void cifarResNets(int depth) {
    ALL.of(RESNET + "section 4.2")
        .small("resnet" + depth + "_cifar", ResNet.cifar(depth))
        .small("plain" + depth + "_cifar", ResNet.cifar(depth).plain());
    ALL.of("He, Zhang, Ren and Sun 2016, arXiv:1603.05027, section 5")
        .small("preresnet" + depth + "_cifar", ResNet.cifar(depth).preActivated());
  }

  /** The names of all variants, family by family. */
  public static List<String> names() {
    return ALL.names();
  }

  /**
   * The variant of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names most like it
   */
  public static Variant get(String name) {
    return ALL.get(name);
  }
}
