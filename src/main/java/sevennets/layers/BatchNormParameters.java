package sevennets.layers;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Lays out a {@link BatchNorm}'s four rows "gamma", "beta", "mean" and "var". */
final class BatchNormParameters implements ParamInitializer {
  static final String GAMMA = "gamma";
  static final String BETA = "beta";
  static final String MEAN = "mean";
  static final String VARIANCE = "var";
  static final BatchNormParameters INSTANCE = new BatchNormParameters();
  private static final List<String> KEYS = List.of(GAMMA, BETA, MEAN, VARIANCE);

  private BatchNormParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return KEYS.size() * ((BatchNorm) layer).getNOut();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return KEYS;
  }

  /** None: neither weight decay nor weight noise applies to a batch norm. */
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
      views.forEach((key, view) -> view.assign(key.equals(GAMMA) || key.equals(VARIANCE) ? 1 : 0));
    }
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray flat) {
    long n = ((BatchNorm) conf.getLayer()).getNOut();
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    for (int i = 0; i < KEYS.size(); i++) {
      views.put(KEYS.get(i), vector.get(NDArrayIndex.interval(i * n, (i + 1) * n)).reshape('c', 1, n));
    }
    return views;
  }
}
