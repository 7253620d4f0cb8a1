package sevennets.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Lays out a layer's parameters that have one number a channel: a row {@code [1, n]} each, one
 * after the other.
 */
final class ChannelParameters implements ParamInitializer {
  static final String GAMMA = "gamma";
  static final String BETA = "beta";
  static final String MEAN = "mean";
  static final String VARIANCE = "var";

  /** Of a layer that scales and shifts its channels. */
  static final ChannelParameters SCALE_AND_SHIFT = new ChannelParameters(GAMMA, BETA);
  /** Of a {@link BatchNorm}, which keeps its running statistics among them. */
  static final ChannelParameters BATCH_NORM = new ChannelParameters(GAMMA, BETA, MEAN, VARIANCE);

  /** What changes nothing: scale and variance are one at first, shift and mean zero. */
  private static final List<String> ONES = List.of(GAMMA, VARIANCE);

  private final List<String> keys;

  private ChannelParameters(String... keys) {
    this.keys = List.of(keys);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return keys.size() * channels(layer);
  }

  private static long channels(Layer layer) {
    return ((FeedForwardLayer) layer).getNOut();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return keys;
  }

  /** None: neither weight decay nor weight noise applies. */
  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return false;
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray flat, boolean initialise) {
    Map<String, INDArray> views = getGradientsFromFlattened(conf, flat);
    keys.forEach(conf::addVariable);
    if (initialise) {
      views.forEach((key, view) -> view.assign(ONES.contains(key) ? 1 : 0));
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    long n = channels(conf.getLayer());
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      views.put(
          keys.get(i), vector.get(NDArrayIndex.interval(i * n, (i + 1) * n)).reshape('c', 1, n));
    }
    return views;
  }
}
