package sevennets.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevennets.names.Nearest;
import sevennets.ops.Shape;

/** A list of nets, paper by paper, in which they are found by name. */
final class Catalogue {

  private final Map<String, Variant> variants = new LinkedHashMap<>();
  private String paper;

  /** The source of the nets that follow: authors, year, arXiv number, table. */
  Catalogue of(String paper) {
    this.paper = paper;
    return this;
  }

  /** For ImageNet: 3 x 224 x 224, 1000 classes. */
  Catalogue imageNet(String name, Architecture net) {
    return imageNet(name, net, 224);
  }

  /** For ImageNet, with images of another size: 3 x size x size. */
  Catalogue imageNet(String name, Architecture net, int size) {
    return add(new Variant(name, net, Shape.image(3, size, size), 1000, paper));
  }

  /** For CIFAR-10, and for Fashion-MNIST with one channel: 3 x 32 x 32, 10 classes. */
  Catalogue small(String name, Architecture net) {
    return add(new Variant(name, net, Shape.image(3, 32, 32), 10, paper));
  }

  Catalogue add(Variant variant) {
    if (variants.putIfAbsent(variant.name(), variant) != null)
      throw new IllegalStateException("two nets are called " + variant.name());
    return this;
  }

  List<String> names() {
    return List.copyOf(variants.keySet());
  }

  Variant get(String name) {
    Variant variant = variants.get(name);
    if (variant == null)
      throw new IllegalArgumentException(
          "no net is called '" + name + "'; the nearest names are " + Nearest.three(names(), name));
    return variant;
  }
}
