package sevennets.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the papers' tables print of each stage, to stand beside what we count. */
public final class PaperTable {

  private static final Map<String, Map<String, String>> ALL = new LinkedHashMap<>();

  static {
    ALL.put(
        "alexnet_paper",
        rows( // section 3.5
            "features.0 - 3", "96 kernels of 11x11x3, stride 4; normalised, pooled",
            "features.4 - 7", "256 of 5x5x48; normalised, pooled",
            "features.8 - 14", "384 of 3x3x256, 384 of 3x3x192, 256 of 3x3x192; pooled",
            "classifier", "4096, 4096, 1000"));
    vgg("vgg11", 1, 1, 2, 2, 2); // Table 1, column A
    vgg("vgg13", 2, 2, 2, 2, 2); // column B
    vgg("vgg16", 2, 2, 3, 3, 3); // column D
    vgg("vgg19", 2, 2, 4, 4, 4); // column E
    ALL.put("googlenet_paper", googLeNet());
    ALL.put("googlenet", googLeNet());
    ALL.put(
        "inception_v3",
        rows( // Table 1: patch size and stride, size of the input
            "Conv2d_1a_3x3",
            "conv 3x3/2, 299x299x3",
            "Conv2d_2a_3x3",
            "conv 3x3/1, 149x149x32",
            "Conv2d_2b_3x3",
            "conv padded 3x3/1, 147x147x32",
            "maxpool1",
            "pool 3x3/2, 147x147x64",
            "Conv2d_3b_1x1",
            "conv 3x3/1, 73x73x64",
            "Conv2d_4a_3x3",
            "conv 3x3/2, 71x71x80",
            "Mixed_5b",
            "3x Inception, 35x35x288",
            "Mixed_6b",
            "5x Inception, 17x17x768",
            "Mixed_7b",
            "2x Inception, 8x8x1280",
            "avgpool",
            "pool 8x8, 8x8x2048",
            "dropout - fc",
            "linear, 1x1x2048"));
    resNets();
    for (int n : new int[] {3, 5, 7, 9, 18}) cifarResNet(6 * n + 2, n);
    denseNet("densenet121", 6, 12, 24, 16);
    denseNet("densenet169", 6, 12, 32, 32);
    denseNet("densenet201", 6, 12, 48, 32);
    denseNet("densenet264", 6, 12, 64, 48);
    ALL.put(
        "efficientnet_b0",
        rows( // Table 1: operator, resolution of its input, channels, layers
            "features.0",
            "Conv3x3, 224x224, 32, 1",
            "features.1",
            "MBConv1 k3x3, 112x112, 16, 1",
            "features.2",
            "MBConv6 k3x3, 112x112, 24, 2",
            "features.3",
            "MBConv6 k5x5, 56x56, 40, 2",
            "features.4",
            "MBConv6 k3x3, 28x28, 80, 3",
            "features.5",
            "MBConv6 k5x5, 14x14, 112, 3",
            "features.6",
            "MBConv6 k5x5, 14x14, 192, 4",
            "features.7",
            "MBConv6 k3x3, 7x7, 320, 1",
            "features.8",
            "Conv1x1, Pooling, FC, 7x7, 1280, 1"));
  }

  private PaperTable() {}

  /**
   * By the names of the net's stages, what its paper prints of them; empty where the paper has no
   * such table.
   */
  public static Map<String, String> of(String variant) {
    return ALL.getOrDefault(variant, Map.of());
  }

  /**
   * Table 1: output size, parameters, operations; the paper's own misprints are left (4c, 5a and 5b
   * do not follow from its widths).
   */
  private static Map<String, String> googLeNet() {
    return rows(
        "conv1",
        "112x112x64, 2.7K, 34M",
        "maxpool1",
        "56x56x64",
        "conv3",
        "56x56x192, 112K, 360M",
        "maxpool2",
        "28x28x192",
        "norm2 - maxpool2",
        "28x28x192",
        "inception3a",
        "28x28x256, 159K, 128M",
        "inception3b",
        "28x28x480, 380K, 304M",
        "maxpool3",
        "14x14x480",
        "inception4a",
        "14x14x512, 364K, 73M",
        "inception4b",
        "14x14x512, 437K, 88M",
        "inception4c",
        "14x14x512, 463K, 100M",
        "inception4d",
        "14x14x528, 580K, 119M",
        "inception4e",
        "14x14x832, 840K, 170M",
        "maxpool4",
        "7x7x832",
        "inception5a",
        "7x7x832, 1072K, 54M",
        "inception5b",
        "7x7x1024, 1388K, 71M",
        "avgpool",
        "1x1x1024",
        "dropout - fc",
        "1x1x1000, 1000K, 1M");
  }

  /**
   * Simonyan and Zisserman, Table 1: a column's convolutions, each block's with the pool after it.
   */
  private static void vgg(String variant, int... convolutions) {
    for (boolean batchNorm : new boolean[] {false, true}) {
      Map<String, String> rows = new LinkedHashMap<>();
      int layer = 0;
      for (int block = 0; block < convolutions.length; block++) {
        int last = layer + convolutions[block] * (batchNorm ? 3 : 2);
        rows.put(
            "features.%d - %d".formatted(layer, last),
            "conv3-%d x%d, maxpool".formatted(Math.min(64 << block, 512), convolutions[block]));
        layer = last + 1;
      }
      rows.put("classifier", "FC-4096, FC-4096, FC-1000");
      ALL.put(variant + (batchNorm ? "_bn" : ""), rows);
    }
  }

  /** He et al., section 4.2: output size, layers, filters. */
  private static void cifarResNet(int depth, int n) {
    for (String name : List.of("resnet", "plain", "seresnet"))
      ALL.put(
          name + depth + "_cifar",
          rows(
              "conv1 - relu",
              "32x32, 1 of the %d layers, 16 filters".formatted(1 + 2 * n),
              "layer1",
              "32x32, %d layers, 16 filters".formatted(2 * n),
              "layer2",
              "16x16, %d layers, 32 filters".formatted(2 * n),
              "layer3",
              "8x8, %d layers, 64 filters".formatted(2 * n),
              "avgpool",
              "1x1, global average pooling",
              "fc",
              "10-way fully-connected"));
  }

  /** He et al., Table 1: output size and blocks. Hu et al., Table 1, has the same with gates. */
  private static void resNets() {
    String basic = "[3x3 %1$d, 3x3 %1$d]",
        bottleneck = "[1x1 %1$d, 3x3 %1$d, 1x1 %2$d]",
        gated = "[1x1 %1$d, 3x3 %1$d, 1x1 %2$d, fc [%3$d, %2$d]]";
    resNet("resnet18", basic, 2, 2, 2, 2);
    resNet("resnet34", basic, 3, 4, 6, 3);
    for (String suffix : List.of("", "_paper")) {
      resNet("resnet50" + suffix, bottleneck, 3, 4, 6, 3);
      resNet("resnet101" + suffix, bottleneck, 3, 4, 23, 3);
      resNet("resnet152" + suffix, bottleneck, 3, 8, 36, 3);
      resNet("seresnet50" + suffix, gated, 3, 4, 6, 3);
    }
  }

  private static void resNet(String variant, String block, int... blocks) {
    Map<String, String> rows =
        rows("conv1 - maxpool", "112x112, 7x7 64, stride 2; 3x3 max pool, stride 2");
    for (int i = 0; i < 4; i++)
      rows.put(
          "layer" + (i + 1),
          "%1$dx%1$d, ".formatted(56 >> i) + block.formatted(64 << i, 256 << i, 16 << i) + " x"
              + blocks[i]);
    rows.put("avgpool", "1x1");
    rows.put("fc", "1000-d fc");
    ALL.put(variant, rows);
  }

  /** Table 1: output size and layers. */
  private static void denseNet(String variant, int... layers) {
    Map<String, String> rows =
        rows("features.conv0 - pool0", "7x7 conv, stride 2; 56x56, 3x3 max pool, stride 2");
    for (int i = 1; i <= 4; i++) {
      rows.put(
          "features.denseblock" + i,
          "%1$dx%1$d, [1x1, 3x3] x%2$d".formatted(112 >> i, layers[i - 1]));
      if (i < 4)
        rows.put(
            "features.transition" + i,
            "%1$dx%1$d, 1x1 conv; 2x2 average pool, stride 2".formatted(56 >> i));
    }
    rows.put("features.norm5 - avgpool", "1x1, 7x7 global average pool");
    rows.put("classifier", "1000D fully-connected");
    ALL.put(variant, rows);
  }

  private static Map<String, String> rows(String... stagesAndTexts) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (int i = 0; i < stagesAndTexts.length; i += 2)
      rows.put(stagesAndTexts[i], stagesAndTexts[i + 1]);
    return rows;
  }
}
