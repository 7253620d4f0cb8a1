package sevennets.claims;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sevennets.graph.Graph;
import sevennets.models.AlexNet;
import sevennets.models.Architecture;
import sevennets.models.Cbam;
import sevennets.models.EfficientNet;
import sevennets.models.GoogLeNet;
import sevennets.models.LeNet1998;
import sevennets.models.ResNet;
import sevennets.models.SpatialTransformer;
import sevennets.models.Variant;
import sevennets.models.VisionTransformer;
import sevennets.models.WhatWhere;
import sevennets.ops.Shape;

class FingerprintTest {

  private static final Arm ARM = Arm.of("residual", ResNet.cifar(8)).size(16);
  private static final Budget BUDGET = Budget.quick();

  /** Stored results are found by this text: whoever changes it makes them all unfindable. */
  @Test
  void theTextIsTheOneThatResultsWereStoredUnder() {
    assertThat(fingerprint(ARM, BUDGET, 101).text()).isEqualTo("""
            run, notation 1
            input: 1x16x16
            1: Conv2d(bias=no, filters=16, groups=1, kernel=3x3, padding=1x1, stride=1x1) of input -> 16x16x16
            2: BatchNorm2d(epsilon=1.0E-5, momentum=0.1) of 1 -> 16x16x16
            3: ReLU() of 2 -> 16x16x16
            4: Conv2d(bias=no, filters=16, groups=1, kernel=3x3, padding=1x1, stride=1x1) of 3 -> 16x16x16
            5: BatchNorm2d(epsilon=1.0E-5, momentum=0.1) of 4 -> 16x16x16
            6: ReLU() of 5 -> 16x16x16
            7: Conv2d(bias=no, filters=16, groups=1, kernel=3x3, padding=1x1, stride=1x1) of 6 -> 16x16x16
            8: BatchNorm2d(epsilon=1.0E-5, momentum=0.1) of 7 -> 16x16x16
            9: Add() of 8, 3 -> 16x16x16
            10: ReLU() of 9 -> 16x16x16
            11: Conv2d(bias=no, filters=32, groups=1, kernel=3x3, padding=1x1, stride=2x2) of 10 -> 32x8x8
            12: BatchNorm2d(epsilon=1.0E-5, momentum=0.1) of 11 -> 32x8x8
            13: ReLU() of 12 -> 32x8x8
            14: Conv2d(bias=no, filters=32, groups=1, kernel=3x3, padding=1x1, stride=1x1) of 13 -> 32x8x8
            15: BatchNorm2d(epsilon=1.0E-5, momentum=0.1) of 14 -> 32x8x8
            16: PadShortcut(channels=32, stride=2) of 10 -> 32x8x8
            17: Add() of 15, 16 -> 32x8x8
            18: ReLU() of 17 -> 32x8x8
            19: Conv2d(bias=no, filters=64, groups=1, kernel=3x3, padding=1x1, stride=2x2) of 18 -> 64x4x4
            20: BatchNorm2d(epsilon=1.0E-5, momentum=0.1) of 19 -> 64x4x4
            21: ReLU() of 20 -> 64x4x4
            22: Conv2d(bias=no, filters=64, groups=1, kernel=3x3, padding=1x1, stride=1x1) of 21 -> 64x4x4
            23: BatchNorm2d(epsilon=1.0E-5, momentum=0.1) of 22 -> 64x4x4
            24: PadShortcut(channels=64, stride=2) of 18 -> 64x4x4
            25: Add() of 23, 24 -> 64x4x4
            26: ReLU() of 25 -> 64x4x4
            27: GlobalAvgPool() of 26 -> 64
            28: Linear(bias=yes, units=10) of 27 -> 10
            classifier: softmax of 28, weight 1.0
            images: fashion-mnist as 16x16, 5500 for training drawn by the seed in the classes' proportions, a tenth as many for validation, all for the test
            recipe: recipe(epochs=6, batchSize=128, optimizer=sgd(momentum=0.9, nesterov=true), learningRate=one-cycle(peak=0.4, epochs=6.0, rising=0.3, below=25.0, last=10000.0), regularisation=regularisation(weightDecay=5.0E-4, decay=ALL, labelSmoothing=0.05, clipNorm=0.0, averageDecay=0.0), augmentation=[pad-and-crop(padding=2), horizontal-flip(probability=0.5)])
            seed: 101
            """);
  }

  /** The key of one net of every kind of operation: none of their words may change. */
  @Test
  void everyOperationKeepsItsWords() {
    StringBuilder all = new StringBuilder();
    for (Architecture net : new Architecture[] {
      AlexNet.small(),
      GoogLeNet.small().withAuxiliaryHeads(),
      ResNet.cifar(20).withAttention(Cbam.paper()),
      EfficientNet.small(),
      LeNet1998.paper(),
      SpatialTransformer.small(),
      VisionTransformer.small(),
      WhatWhere.small()
    }) all.append(Fingerprint.net(graph(net, 32)));
    assertThat(new Fingerprint(all.toString()).key()).isEqualTo("953c8f3203a246ed");
  }

  @Test
  void anotherNetUnderTheSameNameIsAnotherRun() {
    Arm other = Arm.of("residual", ResNet.cifar(8).plain()).size(16);
    assertThat(fingerprint(other, BUDGET, 101).key())
        .isNotEqualTo(fingerprint(ARM, BUDGET, 101).key());
  }

  @Test
  void whateverDecidesARunChangesItsKey() {
    String key = fingerprint(ARM, BUDGET, 101).key();
    assertThat(fingerprint(ARM.size(20), BUDGET, 101).key()).isNotEqualTo(key);
    assertThat(fingerprint(ARM, BUDGET.withBatch(32), 101).key()).isNotEqualTo(key);
    assertThat(fingerprint(ARM, BUDGET.withRate(0.3), 101).key()).isNotEqualTo(key);
    assertThat(fingerprint(ARM, BUDGET.withSize(24), 101).key()).isNotEqualTo(key);
    assertThat(fingerprint(ARM, BUDGET.withImages(99), 101).key()).isNotEqualTo(key);
    assertThat(fingerprint(ARM, BUDGET.withData("cifar10"), 101).key()).isNotEqualTo(key);
    assertThat(fingerprint(ARM, BUDGET, 102).key()).isNotEqualTo(key);
    Arm clipped = ARM.recipe(r -> r.withRegularisation(r.regularisation().withClipping(1)));
    assertThat(fingerprint(clipped, BUDGET, 101).key()).isNotEqualTo(key);
  }

  @Test
  void theNameOfAnArmAndOfARecipeIsNotInIt() {
    assertThat(fingerprint(ARM.named("other"), BUDGET, 101))
        .isEqualTo(fingerprint(ARM, BUDGET, 101));
  }

  private static Fingerprint fingerprint(Arm arm, Budget budget, int seed) {
    return Fingerprint.of(graph(arm.net(), budget.size(arm)), budget, arm, seed);
  }

  private static Graph graph(Architecture net, int side) {
    return new Variant("net", net, Shape.image(1, side, side), 10, "").graph();
  }
}
