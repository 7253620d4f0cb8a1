package sevennets.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Lays out the parameters of a {@link Weighted} layer: "W", then, where there is one, the bias "b"
 * {@code [1, out]}.
 */
final class WeightAndBias implements ParamInitializer {
  static final String WEIGHT = "W";
  static final String BIAS = "b";
  static final WeightAndBias INSTANCE = new WeightAndBias();

  /** A layer of weights and perhaps a bias. */
  interface Weighted {
    long[] weightShape();

    /** 'c' or 'f': how the weights lie in the flat parameter vector. */
    char weightOrder();

    double fanIn();

    double fanOut();

    boolean bias();

    double getBiasInit();

    IWeightInit getWeightInitFn();
  }

  private WeightAndBias() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return weights(layer) + biases(layer);
  }

  private static long weights(Layer layer) {
    long product = 1;
    for (long size : ((Weighted) layer).weightShape()) {
      product *= size;
    }
    return product;
  }

  private static long biases(Layer layer) {
    return ((Weighted) layer).bias()
        ? ((org.deeplearning4j.nn.conf.layers.FeedForwardLayer) layer).getNOut()
        : 0;
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return ((Weighted) layer).bias() ? List.of(WEIGHT, BIAS) : List.of(WEIGHT);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(WEIGHT);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return ((Weighted) layer).bias() ? List.of(BIAS) : List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return WEIGHT.equals(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return BIAS.equals(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray flat, boolean initialise) {
    Weighted layer = (Weighted) conf.getLayer();
    Map<String, INDArray> views = getGradientsFromFlattened(conf, flat);
    paramKeys(conf.getLayer()).forEach(conf::addVariable);
    if (initialise) {
      INDArray weightView =
          flat.reshape(flat.length()).get(NDArrayIndex.interval(0, weights(conf.getLayer())));
      layer
          .getWeightInitFn()
          .init(
              layer.fanIn(), layer.fanOut(), layer.weightShape(), layer.weightOrder(), weightView);
      if (layer.bias()) {
        views.get(BIAS).assign(layer.getBiasInit());
      }
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    Weighted layer = (Weighted) conf.getLayer();
    long weights = weights(conf.getLayer());
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put(
        WEIGHT,
        vector
            .get(NDArrayIndex.interval(0, weights))
            .reshape(layer.weightOrder(), layer.weightShape()));
    if (layer.bias()) {
      long biases = biases(conf.getLayer());
      views.put(
          BIAS,
          vector.get(NDArrayIndex.interval(weights, weights + biases)).reshape('c', 1, biases));
    }
    return views;
  }
}
