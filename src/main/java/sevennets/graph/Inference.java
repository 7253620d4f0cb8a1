package sevennets.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import sevennets.kernels.Fn;
import sevennets.kernels.Keys;
import sevennets.ops.Activation;
import sevennets.ops.BatchNorm;
import sevennets.ops.Conv;
import sevennets.ops.Dense;
import sevennets.ops.Dropout;
import sevennets.ops.Op;
import sevennets.ops.StochasticDepth;

/**
 * Makes a trained net faster to run: batch norms and activations join the convolution or fully
 * connected layer before them, dropout goes. What is left cannot be trained further.
 *
 * <pre>{@code
 * ComputationGraph fast = Inference.optimise(net);  // batch norms folded into convolutions: for answers, not for training
 * }</pre>
 */
public final class Inference {
  private final ComputationGraphConfiguration conf;
  private final Map<String, INDArray> parameters = new HashMap<>();

  private Inference(ComputationGraph net) {
    conf = net.getConfiguration().clone();
    net.paramTable().forEach((key, value) -> parameters.put(key, value.dup()));
  }

  /**
   * A faster net with the same outputs but for float rounding; {@code net} stays as it is. Every
   * vertex that remains keeps its name and its values, so a convolution that took in a batch norm
   * bears the batch norm's name. Its weights must not be changed any more.
   */
  public static ComputationGraph optimise(ComputationGraph net) {
    Inference work = new Inference(net);
    for (String name : List.copyOf(work.conf.getVertices().keySet())) {
      work.simplify(name);
    }
    return work.build();
  }

  private void simplify(String name) {
    Op op = op(name);
    if (op instanceof StochasticDepth || op instanceof Dropout) {
      remove(name);
    } else if (op instanceof BatchNorm norm) {
      fold(name, norm);
    } else if (op instanceof Activation activation) {
      join(name, activation.fn());
    }
  }

  /** The operation of a vertex, or null where it is another's, such as a loss. */
  private Op op(String name) {
    GraphVertex vertex = conf.getVertices().get(name);
    if (vertex instanceof OpVertex plain) return plain.op();
    return layer(name) == null ? null : layer(name).op();
  }

  private OpLayer layer(String name) {
    return conf.getVertices().get(name) instanceof LayerVertex vertex
            && vertex.getLayerConf().getLayer() instanceof OpLayer layer
        ? layer
        : null;
  }

  /** The vertex before {@code name} if nothing else reads it and it is no output, else null. */
  private String onlyReadBy(String name) {
    String before = conf.getVertexInputs().get(name).get(0);
    long readers = conf.getVertexInputs().values().stream()
        .filter(inputs -> inputs.contains(before))
        .count();
    return readers == 1 && !conf.getNetworkOutputs().contains(before) ? before : null;
  }

  /**
   * With {@code s = gamma / sqrt(var + eps)}: weights times s, bias {@code (b - mean) s + beta}.
   */
  private void fold(String name, BatchNorm norm) {
    String before = onlyReadBy(name);
    if (before == null || !(op(before) instanceof Conv conv) || conv.fn() != Fn.IDENTITY) {
      return;
    }
    INDArray deviation =
        Transforms.sqrt(parameters.remove(name + "_" + Keys.VARIANCE).addi(norm.epsilon()), false);
    INDArray scale = parameters.remove(name + "_" + Keys.GAMMA).divi(deviation);
    INDArray weight = parameters.remove(before + "_" + Keys.WEIGHT);
    INDArray bias = parameters.getOrDefault(before + "_" + Keys.BIAS, scale.like());
    parameters.remove(before + "_" + Keys.BIAS);
    bias = bias.sub(parameters.remove(name + "_" + Keys.MEAN))
        .muli(scale)
        .addi(parameters.remove(name + "_" + Keys.BETA));
    parameters.put(
        name + "_" + Keys.WEIGHT, weight.muli(scale.reshape('c', scale.length(), 1, 1, 1)));
    parameters.put(name + "_" + Keys.BIAS, bias);
    replace(before, name, conv.bias().then(norm.fn()));
  }

  private void join(String name, Fn fn) {
    String before = onlyReadBy(name);
    if (before == null) {
      return;
    }
    Op joined = null;
    if (op(before) instanceof Conv conv && conv.fn() == Fn.IDENTITY) {
      joined = conv.then(fn);
    } else if (op(before) instanceof Dense dense && dense.fn() == Fn.IDENTITY) {
      joined = dense.then(fn);
    }
    if (joined != null) {
      for (String key : List.of(Keys.WEIGHT, Keys.BIAS)) {
        INDArray parameter = parameters.remove(before + "_" + key);
        if (parameter != null) {
          parameters.put(name + "_" + key, parameter);
        }
      }
      replace(before, name, joined);
    }
  }

  /** Puts {@code op} under {@code name}, reading what {@code before} read, which goes. */
  private void replace(String before, String name, Op op) {
    OpLayer layer = layer(before).with(op);
    layer.setLayerName(name);
    LayerVertex vertex = (LayerVertex) conf.getVertices().get(before).clone();
    vertex.getLayerConf().setLayer(layer);
    vertex.getLayerConf().clearVariables();
    conf.getVertices().put(name, vertex);
    conf.getVertices().remove(before);
    conf.getVertexInputs().put(name, conf.getVertexInputs().remove(before));
  }

  /** Lets the readers of a vertex that is the identity in inference read what it reads. */
  private void remove(String name) {
    if (conf.getNetworkOutputs().contains(name)) {
      return;
    }
    String before = conf.getVertexInputs().remove(name).get(0);
    conf.getVertices().remove(name);
    conf.getVertexInputs().replaceAll((reader, inputs) -> {
      List<String> renamed = new ArrayList<>(inputs);
      renamed.replaceAll(input -> input.equals(name) ? before : input);
      return renamed;
    });
  }

  private ComputationGraph build() {
    conf.getVertices().keySet().forEach(name -> {
      if (layer(name) != null) layer(name).frozen();
    });
    conf.setVertices(new LinkedHashMap<>(conf.getVertices()));
    conf.setTopologicalOrder(null);
    conf.setTopologicalOrderStr(null);
    ComputationGraph net = new ComputationGraph(conf);
    net.init();
    net.paramTable().forEach((key, value) -> value.assign(parameters.get(key)));
    return net;
  }
}
