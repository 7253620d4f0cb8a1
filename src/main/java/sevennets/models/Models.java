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

  private static final Map<String, Variant> ALL = new LinkedHashMap<>();

  static {
    small("lenet5", new LeNet(), LENET);

    imageNet("alexnet_paper", AlexNet.paper(), 227, ALEXNET);
    imageNet("alexnet", AlexNet.torchvision(), 224, ALEXNET);
    small("alexnet_small", AlexNet.small(), ALEXNET);

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
    small("vgg11_small", Vgg.a().small(), VGG);
    small("vgg13_small", Vgg.b().small(), VGG);
    small("vgg16_small", Vgg.d().small(), VGG);
    small("vgg19_small", Vgg.e().small(), VGG);

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
    for (int depth : List.of(20, 32, 44, 56, 110)) {
      small("resnet" + depth + "_cifar", ResNet.cifar(depth), RESNET_CIFAR);
      small("plain" + depth + "_cifar", ResNet.cifar(depth).plain(), RESNET_CIFAR);
    }
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
