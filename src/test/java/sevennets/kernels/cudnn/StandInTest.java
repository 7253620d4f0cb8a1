package sevennets.kernels.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.ShortPointer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Graph;
import sevennets.models.Models;
import sevennets.train.Decay;
import sevennets.train.Optimizer;
import sevennets.train.Recipe;
import sevennets.train.Regularisation;

/**
 * The engine for cards on the processor in a card's place: every kernel of sevennets.cu, the tape,
 * the arena and the update give the numbers of today's way.
 */
class StandInTest {
  private static final Rule PLAIN = Rule.nesterov(0.9, 0, Set.of("W"));
  /**
   * How far losses may be apart in twenty steps of four images. The processor's own are up to
   * 2.2e-2 apart (vgg11_small_bn) when the first weights are changed by 1e-7 of themselves: a ReLU
   * or a max pool that falls to the other side moves a batch norm of few numbers.
   */
  private static final double GROWN = 3e-2;

  private static final Rule DECAYED = Rule.nesterov(0.9, 5e-4, Set.of("W"));

  @BeforeAll
  static void aCompilerIsHere() {
    String missing = StandIn.missing();
    if (missing != null) {
      System.out.println("SKIPPED, no kernel of sevennets.cu was tried: " + missing);
    }
    assumeTrue(missing == null, missing);
  }

  @Test
  void everyOperationGivesTheProcessorsLossAndGradients() {
    compare("odd", OddNet.graph(), 5, 3, 1e-4);
  }

  @Test
  void everyOperationOnTokensGivesTheProcessorsLossAndGradients() {
    compare("odd_tokens", OddTokens.graph(), 5, 3, 1e-4);
  }

  @ParameterizedTest
  @Tag("slow")
  @ValueSource(
      strings = {
        "lenet5",
        "alexnet_small",
        "vgg11_small",
        "vgg11_small_bn",
        "googlenet_small",
        "googlenet_small_aux",
        "resnet20_cifar",
        "densenet_small",
        "seresnet20_cifar",
        "efficientnet_small",
        "vit_small"
      })
  void everySmallNetTrainsAsOnTheProcessor(String name) {
    compare(name, Models.get(name).graph(), 4, 20, GROWN);
  }

  private static void compare(String name, Graph graph, int batch, int steps, double grown) {
    Host host = new Host(name, graph, batch).train(Host.plain(), 1);
    try (StandIn device = new StandIn();
        Trial trial = new Trial(device, host.example, PLAIN).train(1)) {
      assertThat(trial.losses.get(0)).isCloseTo(host.losses.get(0), within(1e-5));
      assertThat(off(trial.net.pullGradient(), host.gradient())).isLessThan(1e-4);
      assertThat(off(trial.net.pull(), host.weights())).isLessThan(1e-5);
      assertThat(off(trial.scores(0), host.scores(0))).isLessThan(1e-4);
    }
    host.train(Host.decayed(), steps);
    try (StandIn device = new StandIn();
        Trial trial = new Trial(device, host.example, DECAYED).train(steps)) {
      for (int i = 0; i < steps; i++) {
        assertThat(trial.losses.get(i))
            .isCloseTo(host.losses.get(i), within(grown * host.losses.get(i)));
      }
      assertThat(off(trial.net.pull(), host.weights())).isLessThan(grown);
    }
  }

  /** The distance of two vectors over the length of the second. */
  private static double off(float[] mine, float[] host) {
    double apart = 0, length = 0;
    for (int i = 0; i < host.length; i++) {
      apart += Math.pow(mine[i] - host[i], 2);
      length += host[i] * (double) host[i];
    }
    return Math.sqrt(apart / length);
  }

  @Test
  void everyOptimizerMovesWeightsAndAverageAsOnTheProcessor() {
    Set<String> decayed = Set.of("W", "b");
    Regularisation all = new Regularisation(1e-2, Decay.WEIGHTS_AND_BIASES, 0, 0.5, 0.99);
    Map<Optimizer, Rule> rules = Map.of(
        Optimizer.momentum(0.9), new Rule(Rule.Kind.SGD, 0.9, 0, 0, 1e-2, decayed, 0.5, 0.99),
        Optimizer.nesterov(0.8), new Rule(Rule.Kind.NESTEROV, 0.8, 0, 0, 1e-2, decayed, 0.5, 0.99),
        Optimizer.rmsProp(0.9, 0.9, 1e-3),
            new Rule(Rule.Kind.RMSPROP, 0.9, 0.9, 1e-3, 1e-2, decayed, 0.5, 0.99),
        Optimizer.adam(0.9, 0.999, 1e-8),
            new Rule(Rule.Kind.ADAM, 0.9, 0.999, 1e-8, 1e-2, decayed, 0.5, 0.99));
    Host host = new Host("lenet5", Models.get("lenet5").graph(), 3);
    rules.forEach((optimizer, rule) -> {
      Recipe recipe = Host.recipe(optimizer, all);
      host.train(recipe, 4);
      try (StandIn device = new StandIn();
          Trial trial = new Trial(device, host.example, rule).train(4)) {
        assertThat(off(trial.net.pull(), host.weights())).as("%s", optimizer).isLessThan(1e-5);
        float[] average = trial.net.pullMemory().get(Rule.AVERAGE);
        trial.net.swapAverage();
        assertThat(trial.net.pull()).isEqualTo(average).isNotEqualTo(host.weights());
      }
    });
  }

  @Test
  void bfloat16RoundsTheFactorsOfProductsAndNothingElse() {
    float[] values = {1, -2.5f, 1.00390625f, 1.01171875f, 1e-40f, Float.MAX_VALUE, Float.NaN};
    float[] rounded = {1, -2.5f, 1, 1.015625f, 9.18355e-41f, Float.POSITIVE_INFINITY, Float.NaN};
    try (StandIn device = new StandIn()) {
      assertThat(roundedBy(device, values)).isEqualTo(rounded);
    }
    Host host = new Host("odd", OddNet.graph(), 5).train(Host.plain(), 1);
    try (StandIn device = StandIn.rounding();
        Trial trial = new Trial(device, host.example, PLAIN).train(1);
        Trial twin = new Trial(device, host.example, PLAIN).train(1)) {
      // Seven bits behind the point: a factor is off by up to 1/256.
      assertThat(trial.losses.get(0)).isCloseTo(host.losses.get(0), within(1e-2));
      assertThat(off(trial.net.pullGradient(), host.gradient())).isBetween(1e-4, 5e-2);
      assertThat(off(trial.scores(0), host.scores(0))).isBetween(1e-4, 5e-2);
      assertThat(trial.net.pull()).isEqualTo(twin.net.pull());
      assertThat(trial.net.calls(5))
          .filteredOn(Call.Product.class::isInstance)
          .isNotEmpty()
          .allMatch(call -> ((Call.Product) call).brain());
      assertThat(trial.net.calls(5))
          .filteredOn(Call.Convolution.class::isInstance)
          .allMatch(call -> ((Call.Convolution) call).brain()
              == ((Call.Convolution) call).shape().in() > 3);
    }
  }

  private static float[] roundedBy(StandIn device, float[] values) {
    Area floats = placed(device, new Area("floats", values.length));
    Area halves = placed(device, new Area("halves", values.length, true));
    device.write(floats.address(), values);
    device
        .prepare(new Call.Launch(
            "to_brain", 1, 1, 1, Tape.THREADS, List.of(floats, halves, values.length)))
        .run();
    ShortPointer bits = new ShortPointer(Memory.at(halves.address()));
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = Float.intBitsToFloat(bits.get(i) << 16);
    }
    return rounded;
  }

  private static Area placed(StandIn device, Area area) {
    area.base = device.allocate(area.bytes());
    area.offset = 0;
    return area;
  }

  @Test
  void aResumedRunEndsWithTheSameBits() {
    Host host = new Host("odd", OddNet.graph(), 4);
    try (StandIn device = new StandIn();
        Trial whole = new Trial(device, host.example, DECAYED).train(2)) {
      Map<String, float[]> memory = whole.net.pullMemory();
      float[] weights = whole.net.pull();
      whole.train(2);
      try (Trial resumed = new Trial(device, host.example, DECAYED).after(2)) {
        resumed.net.push(weights);
        memory.forEach(resumed.net::pushMemory);
        resumed.train(2);
        assertThat(resumed.net.pull()).isEqualTo(whole.net.pull());
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    Example example = new Host("odd", OddNet.graph(), 4).example;
    try (StandIn device = new StandIn();
        Trial first = new Trial(device, example, DECAYED).train(3);
        Trial second = new Trial(device, example, DECAYED).train(3)) {
      assertThat(first.net.pull()).isEqualTo(second.net.pull());
      assertThat(first.losses).isEqualTo(second.losses);
    }
  }

  @Test
  void allMemoryOfARunIsTakenBeforeItsFirstStepAndNotAByteMoreIsNeeded() {
    Example example = new Host("odd", OddNet.graph(), 4).example;
    long need;
    try (StandIn device = new StandIn();
        Trial trial = new Trial(device, example, DECAYED)) {
      trial.net.reserve(4);
      need = device.taken();
      assertThat(trial.net.plannedBytes()).isEqualTo(need);
      trial.train(3).scores(0);
      trial.net.scores(new float[3 * example.images(0).length / 4], 3);
      assertThat(device.taken()).isEqualTo(need);
    }
    try (StandIn device = new StandIn(need);
        Trial trial = new Trial(device, example, DECAYED)) {
      trial.net.reserve(4);
      trial.train(1);
    }
    try (StandIn device = new StandIn(need - 1);
        Trial trial = new Trial(device, example, DECAYED)) {
      long before = device.taken();
      assertThatThrownBy(() -> trial.net.reserve(4))
          .isInstanceOf(CudaException.class)
          .hasMessageMatching(
              "this net needs \\d MB of the card's memory at batch size 4, and \\d MB are free on it; "
                  + "the largest batch that fits is about 3 \\(--batch 3\\)");
      assertThat(device.taken()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"odd", "odd_tokens", "googlenet_small_bn", "densenet_small", "efficientnet_small"})
  void noTwoValuesOfAStepThatAreStillNeededShareAPlace(String name) {
    try (StandIn device = new StandIn();
        CardNet net = new CardNet(device, SelfTest.plan(name), DECAYED)) {
      List<Call> calls = net.calls(2);
      Map<Area, int[]> lives = new LinkedHashMap<>();
      for (int i = 0; i < calls.size(); i++) {
        for (Area area : calls.get(i).uses()) {
          lives.computeIfAbsent(area, a -> new int[2])[1] = i;
        }
      }
      for (int i = calls.size() - 1; i >= 0; i--) {
        for (Area area : calls.get(i).uses()) {
          lives.get(area)[0] = i;
        }
      }
      // A parameter has an area for each who reads it; those of values are numbered.
      List<Area> values =
          lives.keySet().stream().filter(area -> area.name.contains("#")).toList();
      assertThat(values).hasSizeGreaterThan(40);
      for (Area a : values) {
        for (Area b : values) {
          boolean together =
              lives.get(a)[0] <= lives.get(b)[1] && lives.get(b)[0] <= lives.get(a)[1];
          boolean apart =
              a.address() + a.bytes() <= b.address() || b.address() + b.bytes() <= a.address();
          if (a != b && together && !apart) {
            throw new AssertionError(a + " and " + b + " share a place in " + name);
          }
        }
      }
    }
  }

  @Test
  void aStepThatMustNotBeTakenLeavesTheWeights() {
    Host host = new Host("lenet5", Models.get("lenet5").graph(), 3);
    try (StandIn device = new StandIn();
        Trial trial = new Trial(device, host.example, DECAYED)) {
      float[] images = host.example.images(0);
      images[5] = Float.NaN;
      trial.net.images(3, 0).put(images);
      trial.net.labels(3, 0).put(host.example.labels(0));
      trial.net.send(3, 0);
      trial.net.begin(3, 0, 0.1, 1, 0);
      assertThat(trial.net.finish(3, 0).taken()).isFalse();
      assertThat(trial.net.pull()).isEqualTo(host.example.weights());
    }
  }

  @Test
  void dropoutFallsAsItFallsOnTheProcessor() {
    long seed = Example.chance(3);
    Nd4j.getRandom().setSeed(seed);
    for (int draws : new int[] {20, 4096, 7}) {
      Nd4j.getExecutioner().exec(new BernoulliDistribution(Nd4j.create(draws), 0.5));
    }
    long[] states = Chance.states(seed, List.of(20, 4096, 7, 1));
    assertThat(Nd4j.getRandom().rootState()).isEqualTo(states[6]);
    assertThat(Nd4j.getRandom().nodeState()).isEqualTo(states[7]);
  }

  @Test
  void theSelfTestsStoredNumbersAreThoseOfTodaysNets() {
    for (String name : SelfTest.NETS) {
      Plan plan = new Host(name, ExpectedWriter.nets().get(name), 1).plan;
      assertThat(SelfTest.plan(name).text()).isEqualTo(plan.text());
      assertThat(SelfTest.expected(name).losses()).hasSize(ExpectedWriter.STEPS);
    }
  }

  @Test
  void theSelfTestFindsWhatDiffers() {
    StringWriter said = new StringWriter();
    try (StandIn device = new StandIn()) {
      Expected stored = SelfTest.expected("odd");
      Expected other = new Expected(
          stored.batch(),
          stored.losses().stream().map(loss -> 1.001 * loss).toList(),
          stored.gradient(),
          stored.weights(),
          stored.scores());
      SelfTest test = new SelfTest(device, new PrintWriter(said));
      test.parity(SelfTest.plan("odd"), stored, 1);
      test.parity(SelfTest.plan("odd"), other, 1);
      test.resumption(SelfTest.plan("odd"));
    }
    assertThat(said.toString().lines().map(line -> line.replaceAll("\\s+", " ")))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("odd agrees").contains("same bits twice"),
            line -> assertThat(line).startsWith("odd DIFFERS"),
            line -> assertThat(line).isEqualTo("odd resumed: same bits"));
  }

  @Test
  void aPlanIsReadAsItWasWritten() throws Exception {
    Plan plan = new Host("odd", OddNet.graph(), 1).plan;
    assertThat(Plan.read(new StringReader(plan.text()))).isEqualTo(plan);
  }
}
