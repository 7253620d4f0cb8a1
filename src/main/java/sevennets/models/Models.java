package sevennets.models;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.similarity.LevenshteinDistance;
import sevennets.graph.Shape;
import sevennets.models.Residual.Shortcut;

/** Every net of the series by name: one explicit list. */
public final class Models {

  private static final String LENET = "LeCun, Bottou, Bengio and Haffner 1998, figure 2";
  private static final String ALEXNET = "Krizhevsky, Sutskever and Hinton 2012, section 3.5";
  private static final String VGG = "Simonyan and Zisserman 2014, arXiv:1409.1556, Table 1";
  private static final String RESNET = "He, Zhang, Ren and Sun 2015, arXiv:1512.03385, Table 1";
  private static final String RESNET_CIFAR = "He, Zhang, Ren and Sun 2015, arXiv:1512.03385, section 4.2";
  private static final String WIDE_RESNET = "Zagoruyko and Komodakis 2016, arXiv:1605.07146";

  private static final String PRE_RESNET = "He, Zhang, Ren and Sun 2016, arXiv:1603.05027, section 5";
  private static final String GOOGLENET = "Szegedy et al. 2014, arXiv:1409.4842, Table 1";
  private static final String INCEPTION_V3 = "Szegedy et al. 2015, arXiv:1512.00567, Table 1";
  private static final String DENSENET = "Huang, Liu, van der Maaten and Weinberger 2016, arXiv:1608.06993, Table 1";
  private static final String DENSENET_CIFAR = "Huang, Liu, van der Maaten and Weinberger 2016, arXiv:1608.06993, section 3";
  private static final String SENET = "Hu, Shen, Albanie, Sun and Wu 2017, arXiv:1709.01507, Table 1";
  private static final String EFFICIENTNET = "Tan and Le 2019, arXiv:1905.11946, Tables 1 and 2";

  private static final List<Integer> CIFAR_DEPTHS = List.of(20, 32, 44, 56, 110);

  private static final Map<String, Variant> ALL = new LinkedHashMap<>();

  static {
    small("lenet5", new LeNet(), LENET);
    alexNets();
    vggs();
    googLeNets();
    resNets();
    denseNets();
    seNets();
    efficientNets();
  }

  private static void alexNets() {
    imageNet("alexnet_paper", AlexNet.paper(), 227, ALEXNET);
    imageNet("alexnet", AlexNet.torchvision(), 224, ALEXNET);
    small("alexnet_small", AlexNet.small(), ALEXNET);
  }

  private static void vggs() {
    imageNet("vgg11", Vgg.a(), 224, VGG);
    imageNet("vgg11_lrn", Vgg.aLrn(), 224, VGG);
    imageNet("vgg13", Vgg.b(), 224, VGG);
    imageNet("vgg16_c", Vgg.c(), 224, VGG);
    imageNet("vgg16", Vgg.d(), 224, VGG);
    imageNet("vgg19", Vgg.e(), 224, VGG);
    imageNet("vgg11_bn", Vgg.a().withBatchNorm(), 224, VGG);
    imageNet("vgg13_bn", Vgg.b().withBatchNorm(), 224, VGG);
    imageNet("vgg16_bn", Vgg.d().withBatchNorm(), 224, VGG);
    imageNet("vgg19_bn", Vgg.e().withBatchNorm(), 224, VGG);
    Map.of(11, Vgg.a(), 13, Vgg.b(), 16, Vgg.d(), 19, Vgg.e()).entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(column -> {
      small("vgg" + column.getKey() + "_small", column.getValue().small(), VGG);
      small("vgg" + column.getKey() + "_small_bn", column.getValue().small().withBatchNorm(), VGG);
    });
  }

  private static void googLeNets() {
    imageNet("googlenet_paper", GoogLeNet.paper(), 224, GOOGLENET);
    imageNet("googlenet", GoogLeNet.torchvision(), 224, GOOGLENET);
    imageNet("inception_v3", InceptionV3.torchvision(), 299, INCEPTION_V3);
    small("googlenet_small", GoogLeNet.small(), GOOGLENET);
    small("googlenet_small_aux", GoogLeNet.small().withAuxiliaryHeads(), GOOGLENET);
    small("googlenet_small_bn", GoogLeNet.small().withBatchNorm(), GOOGLENET);
  }

  private static void resNets() {
    imageNet("resnet18", ResNet.resnet18(), 224, RESNET);
    imageNet("resnet34", ResNet.resnet34(), 224, RESNET);
    imageNet("resnet50", ResNet.resnet50(), 224, RESNET);
    imageNet("resnet101", ResNet.resnet101(), 224, RESNET);
    imageNet("resnet152", ResNet.resnet152(), 224, RESNET);
    imageNet("wide_resnet50_2", ResNet.resnet50().widened(2), 224, WIDE_RESNET);
    imageNet("wide_resnet101_2", ResNet.resnet101().widened(2), 224, WIDE_RESNET);
    imageNet("resnet34_a_paper", ResNet.resnet34().withShortcut(Shortcut.A), 224, RESNET);
    imageNet("resnet34_c_paper", ResNet.resnet34().withShortcut(Shortcut.C), 224, RESNET);
    imageNet("resnet50_paper", ResNet.resnet50().withStrideIn1x1(), 224, RESNET);
    imageNet("resnet101_paper", ResNet.resnet101().withStrideIn1x1(), 224, RESNET);
    imageNet("resnet152_paper", ResNet.resnet152().withStrideIn1x1(), 224, RESNET);
    imageNet("plain18", ResNet.resnet18().plain(), 224, RESNET);
    imageNet("plain34", ResNet.resnet34().plain(), 224, RESNET);
    for (int depth : CIFAR_DEPTHS) {
      small("resnet" + depth + "_cifar", ResNet.cifar(depth), RESNET_CIFAR);
      small("plain" + depth + "_cifar", ResNet.cifar(depth).plain(), RESNET_CIFAR);
      small("preresnet" + depth + "_cifar", ResNet.cifar(depth).preActivated(), PRE_RESNET);
    }
    small("preresnet164_cifar", ResNet.cifarBottleneck(164).preActivated(), PRE_RESNET);
  }

  private static void denseNets() {
    imageNet("densenet121", DenseNet.densenet121(), 224, DENSENET);
    imageNet("densenet169", DenseNet.densenet169(), 224, DENSENET);
    imageNet("densenet201", DenseNet.densenet201(), 224, DENSENET);
    imageNet("densenet264", DenseNet.densenet264(), 224, DENSENET);
    imageNet("densenet161", DenseNet.densenet161(), 224, DENSENET);
    small("densenet40_12_cifar", DenseNet.cifar(40, 12), DENSENET_CIFAR);
    small("densenet100_12_cifar", DenseNet.cifar(100, 12), DENSENET_CIFAR);
    small("densenet100_24_cifar", DenseNet.cifar(100, 24), DENSENET_CIFAR);
    small("densenetbc100_12_cifar", DenseNet.cifarBc(100, 12), DENSENET_CIFAR);
    small("densenetbc250_24_cifar", DenseNet.cifarBc(250, 24), DENSENET_CIFAR);
    small("densenetbc190_40_cifar", DenseNet.cifarBc(190, 40), DENSENET_CIFAR);
    small("densenet_small", DenseNet.cifar(22, 12), DENSENET_CIFAR);
  }

  private static void seNets() {
    Attention timm = SqueezeExcitation.timm(), paper = SqueezeExcitation.paper();
    imageNet("seresnet18", ResNet.resnet18().withAttention(timm), 224, SENET);
    imageNet("seresnet34", ResNet.resnet34().withAttention(timm), 224, SENET);
    imageNet("seresnet50", ResNet.resnet50().withAttention(timm), 224, SENET);
    imageNet("seresnet101", ResNet.resnet101().withAttention(timm), 224, SENET);
    imageNet("seresnet152", ResNet.resnet152().withAttention(timm), 224, SENET);
    imageNet("seresnet18_paper", ResNet.resnet18().withAttention(paper), 224, SENET);
    imageNet("seresnet34_paper", ResNet.resnet34().withAttention(paper), 224, SENET);
    imageNet("seresnet50_paper", ResNet.resnet50().withStrideIn1x1().withAttention(paper), 224, SENET);
    imageNet("seresnet101_paper", ResNet.resnet101().withStrideIn1x1().withAttention(paper), 224, SENET);
    imageNet("seresnet152_paper", ResNet.resnet152().withStrideIn1x1().withAttention(paper), 224, SENET);
    imageNet("sevgg16_bn", Vgg.d().withBatchNorm().withAttention(paper), 224, SENET);
    imageNet("segooglenet", GoogLeNet.torchvision().withAttention(paper), 224, SENET);
    imageNet("seinception_v3", InceptionV3.torchvision().withAttention(paper), 299, SENET);
    for (int depth : CIFAR_DEPTHS) small("seresnet" + depth + "_cifar", ResNet.cifar(depth).withAttention(paper), SENET);
    small("sepreresnet110_cifar", ResNet.cifar(110).preActivated().withAttention(paper), SENET);
    small("sepreresnet164_cifar", ResNet.cifarBottleneck(164).preActivated().withAttention(paper), SENET);
  }

  private static void efficientNets() {
    for (int i = 0; i <= 7; i++)
      imageNet("efficientnet_b" + i, EfficientNet.b(i), Scaling.b(i).pixels(224), EFFICIENTNET);
    imageNet("efficientnet_lite0", EfficientNet.lite0(), 224, EFFICIENTNET);
    small("efficientnet_small", EfficientNet.small(), EFFICIENTNET);
  }

  private Models() {}

  /** The names of all variants, family by family. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * The variant of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names most like it
   */
  public static Variant get(String name) {
    Variant variant = ALL.get(name);
    if (variant == null)
      throw new IllegalArgumentException("no net is called '" + name + "'; the nearest names are " + near(name));
    return variant;
  }

  private static List<String> near(String name) {
    List<String> names = new ArrayList<>(ALL.keySet());
    names.sort(Comparator.comparing(n -> LevenshteinDistance.getDefaultInstance().apply(name, n)));
    return names.subList(0, 3);
  }

  /** For ImageNet: 3 x size x size, 1000 classes. */
  private static void imageNet(String name, Architecture net, int size, String paper) {
    put(new Variant(name, net, Shape.image(3, size, size), 1000, paper));
  }

  /** For CIFAR-10, and for Fashion-MNIST with one channel: 3 x 32 x 32, 10 classes. */
  private static void small(String name, Architecture net, String paper) {
    put(new Variant(name, net, Shape.image(3, 32, 32), 10, paper));
  }

  private static void put(Variant variant) {
    if (ALL.putIfAbsent(variant.name(), variant) != null)
      throw new IllegalStateException("two nets are called " + variant.name());
  }
}
