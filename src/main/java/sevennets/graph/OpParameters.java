package sevennets.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.kernels.Keys;
import sevennets.ops.Parameter;

/** Lays out an operation's parameters one after the other, and draws fresh ones. */
final class OpParameters implements ParamInitializer {
  static final OpParameters INSTANCE = new OpParameters();

  private OpParameters() {}

  private static List<Parameter> of(Layer layer) {
    return ((OpLayer) layer).parameters();
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return of(layer).stream().mapToLong(Parameter::size).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return of(layer).stream().map(Parameter::key).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(Keys.WEIGHT::equals).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(Keys.BIAS::equals).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return Keys.WEIGHT.equals(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return Keys.BIAS.equals(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray flat, boolean initialise) {
    List<Parameter> parameters = of(conf.getLayer());
    parameters.forEach(parameter -> conf.addVariable(parameter.key()));
    if (initialise) {
      long from = 0;
      for (Parameter parameter : parameters) {
        parameter.initial().draw(part(flat, from, parameter));
        from += parameter.size();
      }
    }
    return getGradientsFromFlattened(conf, flat);
  }

  /** Views of a flat vector, in the shapes of Deeplearning4j's table. */
  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (Parameter parameter : of(conf.getLayer())) {
      long[] shape = parameter.table().stream().mapToLong(Integer::longValue).toArray();
      views.put(
          parameter.key(),
          part(flat, from, parameter).reshape(parameter.transposed() ? 'f' : 'c', shape));
      from += parameter.size();
    }
    return views;
  }

  private static INDArray part(INDArray flat, long from, Parameter parameter) {
    return flat.reshape(flat.length()).get(NDArrayIndex.interval(from, from + parameter.size()));
  }
}
