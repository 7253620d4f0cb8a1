package sevennets.kernels.cudnn;

import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.Activation;
import sevennets.ops.Conv;
import sevennets.ops.LayerNorm;
import sevennets.ops.LearnedTokens;
import sevennets.ops.SelfAttention;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;
import sevennets.ops.TokenPool;
import sevennets.ops.Tokens;

/** Every operation on tokens that has a way on a card, at sizes that nothing divides. */
final class OddTokens {
  private OddTokens() {}

  static Graph graph() {
    Graph graph = new Graph(Shape.image(3, 15, 9));
    Node x = graph.input().conv("patches", Conv.of(15, 3).stride(3).padding(0).bias());
    x = x.then("by_pixel", new LayerNorm(1e-3)).then("tokens", new Tokens());
    x = x.then("token", LearnedTokens.CLASS).then("positions", LearnedTokens.POSITIONS);
    Node y = x.then("norm", LayerNorm.STANDARD).dense("qkv", 45);
    y = y.then("heads", new SelfAttention(5)).dense("proj", 15);
    x = x.plus("sum", y.then("depth", new StochasticDepth(0.3)));
    // Two that read the same queries, keys and values: the second adds to the first's gradient.
    Node both = x.dense("both", 45);
    x = both.then("three", new SelfAttention(3))
        .plus("sum2", both.then("one", new SelfAttention(1)));
    x = x.then("norm2", LayerNorm.STANDARD).dense("fc1", 21).then("act", Activation.GELU);
    Node mean = x.then("mean", TokenPool.MEAN);
    return graph.classify(x.then("first", TokenPool.FIRST).plus("sum3", mean).dense("fc", 11));
  }
}
