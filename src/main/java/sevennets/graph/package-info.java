/**
 * The language in which a network is written, and how it becomes one of Deeplearning4j's.
 *
 * <pre>{@code
 * Graph graph = new Graph(Shape.image(3, 32, 32));
 * Node x = graph.input().conv("conv1", 16, 3, 1).bn("bn1").relu("relu1"); // 16 x 32 x 32
 * graph.classify(x.globalAvgPool("avgpool").dense("fc", 10));
 * ComputationGraph net = graph.net(1);
 * }</pre>
 *
 * <p>A {@link sevennets.graph.Node} is a value on its way, and knows its shape; what does not fit
 * fails where it is written. {@link sevennets.graph.OpLayer} and {@link sevennets.graph.OpVertex}
 * carry any operation, {@link sevennets.graph.Backends} says by what it is computed,
 * {@link sevennets.graph.Inference} makes a trained net faster.
 */
package sevennets.graph;
