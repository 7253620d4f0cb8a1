package sevennets.kernels.cudnn;

import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.kernels.Fn;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;
import sevennets.ops.Activation;
import sevennets.ops.Add;
import sevennets.ops.BatchNorm;
import sevennets.ops.Concat;
import sevennets.ops.Conv;
import sevennets.ops.Lrn;
import sevennets.ops.Pad;
import sevennets.ops.PadShortcut;
import sevennets.ops.Pool;
import sevennets.ops.Scale;
import sevennets.ops.Shape;
import sevennets.ops.StochasticDepth;

/** Every operation that has a way on a card, at sizes that nothing divides. */
final class OddNet {
  private OddNet() {}

  static Graph graph() {
    Graph graph = new Graph(Shape.image(3, 19, 17));
    Node x = graph.input().conv("conv1", Conv.of(7, 3).bias()).then(Activation.TANH);
    x = x.then("lrn", new Lrn(3, 1.5, 0.02, 0.6));
    x = x.conv("wide", Conv.of(6, 1, 5)).bn("bn0").then(Activation.SILU);
    x = x.conv("grouped", Conv.of(9, 3).groups(3).stride(2).bias()).then(Activation.GELU);
    x = x.then("ceil", new Pool(PoolKind.AVG, new Window(3, 2, 2, 1, 1, 1, true), false));
    Node y = x.conv("depthwise", Conv.of(9, 5).groups(9))
        .then(BatchNorm.of(1e-3, 0.2))
        .relu("r");
    y = y.then("depth", new StochasticDepth(0.3));
    x = x.plus("sum", y);
    Node z = x.conv("conv2", Conv.of(9, 3)).bn("bn2");
    x = z.plus("sum2", x).relu("relu2");
    x = x.then("counted", Pool.avg(2, 1, 1)).then("pad", new Pad(1, 0, 2, 1));
    Node small = x.conv("strided", Conv.of(5, 3).groups(1).stride(2).bias()).then(Activation.RELU6);
    Node depth =
        x.conv("depthwise2", Conv.of(9, 3).groups(9).stride(2).padding(1)).bn("bn3");
    Node shortcut = x.then("shortcut", new PadShortcut(14, 2));
    Node joined = small.then("concat", new Concat(), depth).plus("sum3", shortcut);
    joined = joined.then("max", Pool.max(3, 2, 1).ceiling());
    Node gate = joined.globalMaxPool("largest").dense("fc1", 14).sigmoid("gate");
    joined = joined.then("scale", new Scale(), gate);
    Node three = joined.then("three", new Add(Fn.IDENTITY), joined.conv("c", Conv.of(14, 1)));
    Node vector =
        three.flatten("flatten").dense("hidden", 21).then(Activation.GELU).dropout("drop", 0.4);
    graph.auxiliary("aux", three.globalAvgPool("mean").dense("aux", 11), 0.3);
    return graph.classify(vector.dense("fc", 11));
  }
}
