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

/** Lays out the two rows "gamma", ones at first, and "beta", zeros, of a layer that scales and shifts its channels. */
final class ScaleAndShift implements ParamInitializer {
  static final String GAMMA = "gamma";
  static final String BETA = "beta";
  static final ScaleAndShift INSTANCE = new ScaleAndShift();
  private static final List<String> KEYS = List.of(GAMMA, BETA);

  private ScaleAndShift() {}

  private static long width(Layer layer) {
    return ((FeedForwardLayer) layer).getNOut();
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return KEYS.size() * width(layer);
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return KEYS;
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
  public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray flat, boolean initialise) {
    Map<String, INDArray> views = getGradientsFromFlattened(conf, flat);
    KEYS.forEach(conf::addVariable);
    if (initialise) {
      views.get(GAMMA).assign(1);
      views.get(BETA).assign(0);
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray flat) {
    long n = width(conf.getLayer());
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    views.put(GAMMA, vector.get(NDArrayIndex.interval(0, n)).reshape('c', 1, n));
    views.put(BETA, vector.get(NDArrayIndex.interval(n, 2 * n)).reshape('c', 1, n));
    return views;
  }
}
