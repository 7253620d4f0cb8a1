package sevennets.kernels.cudnn;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import sevennets.kernels.cudnn.Plan.Step;

/** The way on a card of every operation that has one. */
final class Ways {
  /** Places of {@code Fn}'s functions, and codes in sevennets.cu. */
  static final int IDENTITY = 0, RELU = 1, RELU6 = 2, SILU = 3, SIGMOID = 4, TANH = 5, GELU = 6;

  /** What a step writes on a tape. */
  interface Way {
    void forward();

    /** The output's gradient is complete; writes those of inputs and parameters. */
    void backward();
  }

  private static final Map<String, BiFunction<Tape, Step, Way>> ALL = Map.ofEntries(
      Map.entry("conv", ConvolutionWay::new),
      Map.entry("norm", NormWay::new),
      Map.entry("dense", DenseWay::new),
      Map.entry("activation", ActivationWay::new),
      Map.entry("max_pool", PoolWay::new),
      Map.entry("mean_pool", PoolWay::new),
      Map.entry("global_max", GlobalPoolWay::new),
      Map.entry("global_mean", GlobalPoolWay::new),
      Map.entry("lrn", LrnWay::new),
      Map.entry("dropout", DropoutWay::new),
      Map.entry("stochastic_depth", DropoutWay::new),
      Map.entry("add", AddWay::new),
      Map.entry("concat", ConcatWay::new),
      Map.entry("channel_gate", GateWay::new),
      Map.entry("flatten", FlattenWay::new),
      Map.entry("layer_norm", LayerNormWay::new),
      Map.entry("attention", AttentionWay::new),
      Map.entry("tokens", TokensWay::new),
      Map.entry("positions", LearnedTokensWay::new),
      Map.entry("class_token", LearnedTokensWay::new),
      Map.entry("first_token", FirstTokenWay::new),
      Map.entry("pad", PadWay::new),
      Map.entry("pad_shortcut", PadWay::new));

  private Ways() {}

  static Set<String> operations() {
    return new TreeSet<>(ALL.keySet());
  }

  /** @throws IllegalArgumentException if the operation has no way on a card yet */
  static Way of(Tape tape, Step step) {
    BiFunction<Tape, Step, Way> way = ALL.get(step.op());
    if (way == null) {
      throw none(step.op(), step.name());
    }
    return way.apply(tape, step);
  }

  static IllegalArgumentException none(String operation, String name) {
    return new IllegalArgumentException(
        "%s ('%s') has no way on a card yet; train this net on the processor (--cpu)"
            .formatted(operation, name));
  }
}
