package sevennets.ops;

import java.util.List;

/**
 * The operations of this room: what a saved net can be made of.
 *
 * <pre>{@code
 * String name = Ops.name(Conv.class);  // the name by which a saved net calls it
 * }</pre>
 */
public final class Ops {

  /** By its simple name each is known in a saved net. */
  public static final List<Class<? extends Op>> ALL = List.of(
      Activation.class,
      Add.class,
      AffineSampler.class,
      BatchNorm.class,
      ChannelAffine.class,
      ChannelPool.class,
      ChannelShuffle.class,
      ChannelsLast.class,
      Concat.class,
      Conv.class,
      Dense.class,
      Dropout.class,
      Flatten.class,
      GlobalPool.class,
      LayerNorm.class,
      LearnedTokens.class,
      Lrn.class,
      Pad.class,
      PadShortcut.class,
      Pool.class,
      RadialBasis.class,
      Scale.class,
      ScaledTanh.class,
      SelectChannels.class,
      SelfAttention.class,
      SquaredDistance.class,
      StackTokens.class,
      StochasticDepth.class,
      TokenPool.class,
      Tokens.class,
      Unpool.class);

  private Ops() {}

  /**
   * The name of an operation in a saved net.
   *
   * @throws IllegalArgumentException in a sentence, if it is none of the list
   */
  public static String name(Class<?> type) {
    if (!ALL.contains(type))
      throw new IllegalArgumentException(
          "a net with an operation of your own, %s, can't be saved: who loads it would not have the class; save its weights instead (StateDict.of(graph, net))"
              .formatted(type.getSimpleName()));
    return type.getSimpleName();
  }
}
