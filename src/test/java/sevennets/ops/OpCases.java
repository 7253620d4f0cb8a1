package sevennets.ops;

import static sevennets.ops.Shape.image;
import static sevennets.ops.Shape.tokens;
import static sevennets.ops.Shape.vector;

import java.util.ArrayList;
import java.util.List;
import sevennets.kernels.Fn;
import sevennets.kernels.PoolKind;
import sevennets.kernels.TokenKind;
import sevennets.kernels.Window;

/**
 * The one list of operations at work, by which gradients are checked, backends compared, nets saved
 * and PyTorch's twins found.
 */
public final class OpCases {

  /** An operation on inputs that it takes. */
  public record Case(String name, Op op, List<Shape> inputs) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An operation that is wrong, or that its inputs do not fit. */
  public record Bad(Op op, List<Shape> inputs) {
    @Override
    public String toString() {
      return op + " of " + inputs;
    }
  }

  private static final int H = 8, W = 9;
  private static final Shape TOKENS = tokens(H * W, 6);

  private OpCases() {}

  private static Shape map(int channels) {
    return image(channels, H, W);
  }

  /** Every operation, and each of its options that computes in another way. */
  public static List<Case> all() {
    List<Case> all = new ArrayList<>();
    for (Fn fn : Fn.values()) functions(all, fn);
    convolutions(all);
    pools(all);
    for (int n : new int[] {24, 20, 7})
      of(all, "batch norm of " + n, new BatchNorm(1e-3, 0.1, Fn.RELU), map(n));
    of(all, "lrn", new Lrn(5, 2, 0.1, 0.75), map(16));
    of(all, "lrn of few channels", new Lrn(3, 1, 0.3, 0.5), map(6));
    of(all, "layer norm of tokens", LayerNorm.STANDARD, TOKENS);
    of(all, "layer norm of vectors", new LayerNorm(1e-3), vector(7));
    of(all, "layer norm of images", LayerNorm.STANDARD, map(6));
    of(all, "dropout", new Dropout(0), map(4));
    of(all, "stochastic depth", new StochasticDepth(0), map(4));
    of(all, "dense without bias", Dense.of(5).withoutBias(), vector(9));
    of(all, "dense of tokens", Dense.of(5), TOKENS);
    of(all, "dense near zero", Dense.of(5).nearlyZero(), vector(9));
    of(all, "dense as pointwise", Dense.of(5).asPointwise(), vector(9));
    of(all, "concat", new Concat(), map(8), map(5));
    of(all, "concat of three vectors", new Concat(), vector(3), vector(4), vector(5));
    of(all, "channel gate", new Scale(), map(6), vector(6));
    of(all, "pixel gate", new Scale(), map(6), map(1));
    of(all, "gate of each number", new Scale(), map(6), map(6));
    of(all, "gate of one channel", new Scale(), map(1), map(1));
    of(all, "pad", new Pad(1, 2, 0, 3), map(5));
    of(all, "pad shortcut", new PadShortcut(9, 2), map(6));
    of(all, "flatten", new Flatten(), map(3));
    of(all, "select", new SelectChannels(List.of(3, 0, 4)), map(5));
    of(all, "shuffle", new ChannelShuffle(3), map(6));
    of(all, "channel affine", new ChannelAffine(), map(4));
    of(all, "scaled tanh", ScaledTanh.LENET, map(4));
    of(
        all,
        "radial basis",
        new RadialBasis(
            List.of(List.of(1., -1., 1., -1.), List.of(-1., -1., .5, 1.), List.of(.2, 0., 0., 1.))),
        vector(4));
    of(all, "tokens", new Tokens(), map(5));
    of(all, "stack", new StackTokens(), vector(4), vector(4), vector(4));
    for (TokenKind kind : TokenKind.values()) of(all, "pool " + kind, new TokenPool(kind), TOKENS);
    of(all, "positions", LearnedTokens.POSITIONS, TOKENS);
    of(all, "class token", LearnedTokens.CLASS, TOKENS);
    of(all, "attention", new SelfAttention(2), tokens(H * W, 12));
    of(all, "affine sampler", new AffineSampler(), map(4), vector(6));
    of(all, "unpool", new Unpool(2, false), image(4, 4, 4), image(4, 8, 8));
    of(all, "unpool where", new Unpool(2, true), image(4, 4, 4), image(4, 8, 8));
    of(all, "distance of maps", new SquaredDistance(), map(4), map(4));
    of(all, "distance of vectors", new SquaredDistance(), vector(5), vector(5));
    return all;
  }

  private static void functions(List<Case> all, Fn fn) {
    of(all, "activation " + fn, new Activation(fn), map(6));
    of(all, "activation of vectors " + fn, new Activation(fn), vector(6));
    of(all, "batch norm " + fn, new BatchNorm(1e-5, 0.1, fn), map(16));
    of(all, "conv 3x3 " + fn, Conv.of(18, 3).bias().then(fn), map(5));
    of(all, "dense " + fn, Dense.of(9).then(fn), vector(14));
    if (fn.invertible()) of(all, "add " + fn, new Add(fn), map(6), map(6), map(6));
  }

  private static void convolutions(List<Case> all) {
    of(all, "conv 1x1 stride 2", Conv.of(32, 1).stride(2), map(16));
    of(all, "conv 3x3 stride 2 of many filters", Conv.of(32, 3).stride(2).bias(), map(16));
    of(all, "conv 3x3 of few channels", Conv.of(16, 3), map(3));
    of(all, "conv 5x5 stride 2", Conv.of(7, 5).stride(2).bias(), map(3));
    of(all, "conv 7x7 beyond the image", Conv.of(8, 7).stride(3).bias(), map(4));
    of(all, "conv grouped", Conv.of(12, 3).groups(2).bias(), map(8));
    of(all, "conv depthwise", Conv.of(18, 3).groups(18).bias(), map(18));
    of(all, "conv depthwise, two filters a channel", Conv.of(16, 3).groups(8).bias(), map(8));
    for (int n : new int[] {16, 18})
      for (int stride = 1; stride <= 3; stride++)
        of(
            all,
            "conv depthwise 5x5 of %d, stride %d".formatted(n, stride),
            Conv.of(n, 5).stride(stride).groups(n),
            map(n));
    of(all, "conv depthwise 5x5, padded by 1", Conv.of(16, 5).padding(1).groups(16), map(16));
    of(all, "conv depthwise 5x5 with a bias", Conv.of(16, 5).groups(16).bias(), map(16));
    of(all, "conv depthwise 5x5 on few pixels", Conv.of(16, 5).groups(16), image(16, 2, 2));
    Window flat = new Window(1, 3, 1, 2, 0, 1, false);
    of(all, "conv 1x3", new Conv(4, flat, 1, false, Fn.IDENTITY), map(6));
  }

  private static void pools(List<Case> all) {
    of(all, "max pool", Pool.max(3, 2, 1), map(18));
    of(all, "max pool, ceil", Pool.max(2, 2, 0).ceiling(), map(6));
    of(all, "max pool 3x3 stride 1", Pool.max(3, 1, 1).ceiling(), map(6));
    of(all, "max pool, padded by half its window", Pool.max(2, 2, 1), map(6));
    of(all, "average pool", Pool.avg(3, 2, 1), map(6));
    of(all, "average pool, ceil", Pool.avg(3, 2, 1).ceiling(), map(6));
    of(all, "average pool, uncounted", Pool.avg(3, 2, 1).withoutPadding(), map(18));
    of(all, "average pool, ceil, uncounted", Pool.avg(2, 2, 0).ceiling().withoutPadding(), map(6));
    for (PoolKind kind : PoolKind.values()) {
      of(all, "global pool " + kind, new GlobalPool(kind), map(18));
      of(all, "channel pool " + kind, new ChannelPool(kind), map(6));
    }
  }

  private static void of(List<Case> all, String name, Op op, Shape... inputs) {
    all.add(new Case(name, op, List.of(inputs)));
  }

  /** Of every operation at least one that must be refused where it is written. */
  public static List<Bad> bad() {
    Shape vector = vector(6);
    List<Bad> all = new ArrayList<>();
    for (Op op : List.of(
        Conv.of(0, 3),
        Conv.of(4, 0),
        Conv.of(4, 3).stride(0),
        Conv.of(4, 3).padding(-1),
        Conv.of(4, 3).groups(0),
        Conv.of(4, 3).groups(4),
        Conv.of(3, 3).groups(2),
        Conv.of(4, 11).padding(0),
        Dense.of(4),
        Pool.max(3, 2, 2),
        new Pool(PoolKind.MAX, new Window(3, 3, 1, 1, 2, 1, false), false),
        new Pool(PoolKind.AVG, new Window(3, 3, 1, 1, 1, 2, false), true),
        Pool.avg(0, 1, 0),
        Pool.max(2, 0, 0),
        new BatchNorm(-1, 0.1, Fn.IDENTITY),
        BatchNorm.of(1e-5, 1.5),
        new LayerNorm(-1),
        new Lrn(4, 2, 1e-4, 0.75),
        new Dropout(1),
        new Dropout(Double.NaN),
        new StochasticDepth(-0.1),
        new Pad(1, 1, -1, 0),
        new PadShortcut(3, 1),
        new PadShortcut(8, 0),
        new SelectChannels(List.of()),
        new SelectChannels(List.of(1, 1)),
        new SelectChannels(List.of(6)),
        new ChannelShuffle(4),
        new ScaledTanh(0, 1),
        new RadialBasis(List.of(List.of(1.0))),
        new SelfAttention(2),
        new Unpool(2, true),
        new AffineSampler(),
        new SquaredDistance(),
        new StackTokens(),
        new Concat(),
        new Scale(),
        new Add(Fn.IDENTITY),
        TokenPool.MEAN,
        LearnedTokens.CLASS)) all.add(new Bad(op, List.of(map(6))));
    for (Op op : List.of(
        new Flatten(),
        new GlobalPool(PoolKind.AVG),
        ChannelPool.MAX,
        new ChannelAffine(),
        new Tokens(),
        Dense.of(0),
        new RadialBasis(List.of()),
        new RadialBasis(List.of(List.of(1.0))))) all.add(new Bad(op, List.of(vector)));
    for (Op op : List.of(
        new Activation(Fn.RELU),
        new SquaredDistance(),
        new Scale(),
        new Add(Fn.IDENTITY),
        new Concat(),
        new StackTokens(),
        new AffineSampler(),
        new Unpool(0, true))) all.add(new Bad(op, List.of(map(6), image(6, 4, 4))));
    all.add(new Bad(new Add(Fn.SILU), List.of(map(6), map(6))));
    all.add(new Bad(new SelfAttention(0), List.of(TOKENS)));
    all.add(new Bad(new SelfAttention(4), List.of(TOKENS)));
    return all;
  }
}
