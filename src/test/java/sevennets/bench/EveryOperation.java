package sevennets.bench;

import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.kernels.Fn;
import sevennets.kernels.PoolKind;
import sevennets.ops.Activation;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.GlobalPool;
import sevennets.ops.Lrn;
import sevennets.ops.Pad;
import sevennets.ops.PadShortcut;
import sevennets.ops.Pool;
import sevennets.ops.Scale;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;

/** A small net with every operation that a {@link Graph} can hold. */
final class EveryOperation {
  static final int CLASSES = 7;

  private EveryOperation() {}

  static Graph graph() {
    Graph graph = new Graph(Shape.image(3, 15, 13));
    Node x = graph
        .input()
        .then("pad", new Pad(1, 2, 0, 3))
        .conv("conv", Conv.of(8, 3).bias())
        .bn("bn")
        .relu("relu");
    x = x.conv("grouped", Conv.of(12, 5, 3).stride(2).groups(4))
        .then("lrn", new Lrn(5, 1, 0.1, 0.75));
    x = x.then("relu6", Activation.RELU6).dropout("dropout", 0.3);
    Node pooled = x.then("max", Pool.max(3, 2, 1).ceiling());
    Node mean = x.then("avg", Pool.avg(3, 2, 1).ceiling());
    x = pooled.concat("concat", mean).silu("silu");
    Node gate = x.then("squeeze", new GlobalPool(PoolKind.MAX))
        .then("excite", Dense.of(24).asPointwise())
        .sigmoid("sigmoid");
    x = x.then("scale", new Scale(), gate)
        .then("depth", new StochasticDepth(0.2))
        .plus("add", x);
    x = x.then("gate", new Scale(), x.sigmoid("gates"));
    x = x.then("shortcut", new PadShortcut(30, 2)).then("tanh", new Activation(Fn.TANH));
    Node vector = x.flatten("flatten").dense("fc", 30).plus("sum", x.globalAvgPool("avgpool"));
    return graph.classify(vector.dense("logits", CLASSES));
  }
}
