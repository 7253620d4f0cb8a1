package sevennets.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.learning.config.Sgd;
import sevennets.graph.OpLayer;
import sevennets.graph.OpVertex;
import sevennets.kernels.Fn;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;
import sevennets.ops.Activation;
import sevennets.ops.Add;
import sevennets.ops.BatchNorm;
import sevennets.ops.Concat;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.Dropout;
import sevennets.ops.Op;
import sevennets.ops.Pad;
import sevennets.ops.Pool;
import sevennets.ops.Scale;

/**
 * A net of ours turned into one of Deeplearning4j's own layers and vertices; what it lacks stays
 * ours.
 */
final class Stock {
  private Stock() {}

  static void replaceIn(ComputationGraphConfiguration configuration) {
    Map<String, Fn> functions = new LinkedHashMap<>();
    configuration.getVertices().forEach((name, vertex) -> functions.put(name, function(vertex)));
    configuration.getVertices().replaceAll(Stock::replaced);
    functions.forEach((name, function) -> {
      if (function != Fn.IDENTITY) follow(configuration, name, function);
    });
    configuration.setTopologicalOrder(null); // it was that of the net without what was added
    configuration.setTopologicalOrderStr(null);
  }

  private static Optional<Op> op(GraphVertex vertex) {
    if (vertex instanceof OpVertex plain) return Optional.of(plain.op());
    return vertex instanceof LayerVertex holder
            && holder.getLayerConf().getLayer() instanceof OpLayer layer
        ? Optional.of(layer.op())
        : Optional.empty();
  }

  /**
   * What an operation of ours does to its output and Deeplearning4j's counterpart does not: its
   * batch norm passes over the activation function it is given.
   */
  private static Fn function(GraphVertex vertex) {
    Op op = op(vertex).orElse(null);
    if (op instanceof BatchNorm norm) return norm.fn();
    return op instanceof Add add ? add.fn() : Fn.IDENTITY;
  }

  private static void follow(ComputationGraphConfiguration configuration, String name, Fn fn) {
    String added = name + ".fn";
    configuration
        .getVertexInputs()
        .replaceAll((reader, inputs) ->
            inputs.stream().map(input -> input.equals(name) ? added : input).toList());
    configuration.getVertexInputs().put(added, List.of(name));
    configuration.getVertices().put(added, vertex(added, activation(fn)));
  }

  private static GraphVertex replaced(String name, GraphVertex vertex) {
    Op op = op(vertex).orElse(null);
    if (op instanceof Add) return new ElementWiseVertex(ElementWiseVertex.Op.Add);
    if (op instanceof Scale && isProduct((OpVertex) vertex))
      return new ElementWiseVertex(ElementWiseVertex.Op.Product);
    if (op instanceof Concat) return merge();
    Layer layer = op == null ? null : layer(op, vertex);
    if (layer == null) return vertex;
    if (!(vertex instanceof LayerVertex holder)) return vertex(name, layer);
    holder.getLayerConf().setLayer(named(layer, name));
    return holder;
  }

  /** The counterpart of an operation with one input, or null where there is none. */
  private static Layer layer(Op op, GraphVertex vertex) {
    if (op instanceof Conv conv && conv.groups() == 1) return convolution(conv, width(vertex));
    if (op instanceof Dense dense) return dense(dense, width(vertex));
    if (op instanceof BatchNorm norm) return batchNorm(norm, width(vertex));
    if (op instanceof Activation activation) return activation(activation.fn());
    if (op instanceof Pool pool && !pool.slide().ceil()) return pool(pool);
    if (op instanceof Dropout dropout)
      return new DropoutLayer.Builder(1 - dropout.probability()).build();
    return op instanceof Pad pad ? pad(pad) : null;
  }

  private static boolean isProduct(OpVertex vertex) {
    return vertex.inputs().get(0).equals(vertex.inputs().get(1));
  }

  /** Input channels. */
  private static long width(GraphVertex vertex) {
    return ((OpLayer) ((LayerVertex) vertex).getLayerConf().getLayer()).getNIn();
  }

  private static Layer convolution(Conv conv, long in) {
    Window w = conv.slide();
    return new ConvolutionLayer.Builder(w.kernelHeight(), w.kernelWidth())
        .nIn(in)
        .nOut(conv.filters())
        .stride(w.strideHeight(), w.strideWidth())
        .padding(w.paddingHeight(), w.paddingWidth())
        .hasBias(conv.hasBias())
        .activation(stock(conv.fn()))
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }

  private static Layer dense(Dense dense, long in) {
    return new DenseLayer.Builder()
        .nIn(in)
        .nOut(dense.units())
        .hasBias(dense.hasBias())
        .activation(stock(dense.fn()))
        .build();
  }

  private static Layer batchNorm(BatchNorm norm, long channels) {
    BatchNormalization stock = new BatchNormalization();
    stock.setNIn(channels);
    stock.setNOut(channels);
    stock.setEps(norm.epsilon());
    stock.setDecay(1 - norm.momentum());
    stock.setUseLogStd(false);
    stock.setGamma(1);
    stock.setBeta(0);
    stock.setMinibatch(true);
    stock.setCnn2DFormat(CNN2DFormat.NHWC);
    stock.setActivationFn(new ActivationIdentity());
    return stock;
  }

  private static Layer activation(Fn fn) {
    return new ActivationLayer.Builder().activation(stock(fn)).build();
  }

  private static Layer pool(Pool pool) {
    Window w = pool.slide();
    return new SubsamplingLayer.Builder(
            pool.kind() == PoolKind.MAX ? PoolingType.MAX : PoolingType.AVG)
        .kernelSize(w.kernelHeight(), w.kernelWidth())
        .stride(w.strideHeight(), w.strideWidth())
        .padding(w.paddingHeight(), w.paddingWidth())
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }

  private static Layer pad(Pad pad) {
    return new ZeroPaddingLayer.Builder(pad.top(), pad.bottom(), pad.left(), pad.right())
        .dataFormat(CNN2DFormat.NHWC)
        .build();
  }

  private static GraphVertex merge() {
    MergeVertex merge = new MergeVertex();
    merge.setMergeAxis(3);
    return merge;
  }

  private static org.nd4j.linalg.activations.Activation stock(Fn fn) {
    return switch (fn) {
      case IDENTITY -> org.nd4j.linalg.activations.Activation.IDENTITY;
      case RELU -> org.nd4j.linalg.activations.Activation.RELU;
      case RELU6 -> org.nd4j.linalg.activations.Activation.RELU6;
      case SILU -> org.nd4j.linalg.activations.Activation.SWISH;
      case GELU -> org.nd4j.linalg.activations.Activation.GELU;
      case SIGMOID -> org.nd4j.linalg.activations.Activation.SIGMOID;
      case TANH -> org.nd4j.linalg.activations.Activation.TANH;
    };
  }

  private static GraphVertex vertex(String name, Layer layer) {
    return new LayerVertex(
        new NeuralNetConfiguration.Builder().layer(named(layer, name)).build(), null);
  }

  /** What Deeplearning4j's builder would have filled in. */
  private static Layer named(Layer layer, String name) {
    layer.setLayerName(name);
    if (layer instanceof BaseLayer base) {
      base.setWeightInitFn(new WeightInitXavier());
      base.setIUpdater(new Sgd());
      base.setBiasUpdater(new Sgd());
    }
    return layer;
  }
}
