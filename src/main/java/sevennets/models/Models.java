package sevennets.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevennets.names.Nearest;

/**
 * Every net of the series by name, family by family.
 *
 * <pre>{@code
 * Variant resnet20 = Models.get("resnet20_cifar").withInput(1, 32, 32);
 * ComputationGraph net = resnet20.net(1);  // its weights drawn from seed 1
 * List<String> all = Models.names();
 * }</pre>
 */
public final class Models {

  /** The road from LeNet-5 to EfficientNet, then what led to it and branched off. */
  private static final List<Family> FAMILIES = List.of(
      LeNet.family(),
      AlexNet.family(),
      Vgg.family(),
      GoogLeNet.family(),
      InceptionV3.family(),
      ResNet.family(),
      DenseNet.family(),
      SqueezeExcitation.family(),
      EfficientNet.family(),
      LeNet1998.family(),
      NetworkInNetwork.family(),
      AllConvolutional.family(),
      Cbam.family(),
      VisionTransformer.family(),
      WhatWhere.family(),
      SpatialTransformer.family());

  private static final Map<String, Variant> BY_NAME = byName();

  private Models() {}

  private static Map<String, Variant> byName() {
    Map<String, Variant> all = new LinkedHashMap<>();
    for (Family family : FAMILIES)
      for (Variant member : family.members())
        if (all.putIfAbsent(member.name(), member) != null)
          throw new IllegalStateException("two nets are called " + member.name());
    return all;
  }

  /** The families, in the order in which the series meets them. */
  public static List<Family> families() {
    return FAMILIES;
  }

  /** The names of all variants, family by family. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The variant of that name.
   *
   * @throws IllegalArgumentException if there is none, with the names most like it
   */
  public static Variant get(String name) {
    Variant variant = BY_NAME.get(name);
    if (variant == null)
      throw new IllegalArgumentException(
          "no net is called '" + name + "'; " + Nearest.told(names(), name));
    return variant;
  }

  /**
   * By the names of the net's stages, what its paper's table prints of them; empty where the paper
   * has no such table.
   */
  public static Map<String, String> printedStages(String name) {
    return FAMILIES.stream()
        .map(family -> family.tables().get(name))
        .filter(rows -> rows != null)
        .findFirst()
        .orElse(Map.of());
  }

  /**
   * All errors that the papers print of one protocol, family by family.
   *
   * @param crops 1 or 10
   * @throws IllegalArgumentException for any other number, which the papers have too few figures of
   */
  public static List<PaperError> printedErrors(int crops) {
    List<PaperError> all = FAMILIES.stream()
        .flatMap(family -> family.errors().stream())
        .filter(error -> error.crops() == crops)
        .toList();
    if (all.isEmpty())
      throw new IllegalArgumentException(
          "the papers' errors are of 1 or of 10 crops, received " + crops);
    return all;
  }
}
