package sevennets.graph;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;

/**
 * An {@link OpLayer} in a net: Deeplearning4j's bookkeeping (input, dropout, weight noise) around a
 * {@link Kernel}.
 */
final class KernelLayer extends BaseLayer<OpLayer> {
  private final transient Kernel<INDArray> kernel;
  private transient INDArray output;
  private boolean trained;

  KernelLayer(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
    kernel = layerConf().kernel(type);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    layerConf().requireInput(input);
    applyDropOutIfNecessary(training, workspaces);
    trained = training;
    output = kernel.forward(new INDArray[] {input}, pass(workspaces));
    return output;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray outputGradient, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    INDArray inputGradient =
        kernel.backward(new INDArray[] {input}, output, outputGradient, pass(workspaces))[0];
    weightNoiseParams.clear();
    return new Pair<>(
        parameterGradients(),
        inputGradient == null ? null : backpropDropOutIfPresent(inputGradient));
  }

  private Gradient parameterGradients() {
    Gradient gradient = new DefaultGradient();
    if (gradientViews != null) {
      gradientViews.forEach((key, view) -> gradient.setGradientFor(key, view, view.ordering()));
    }
    return gradient;
  }

  private NetPass pass(LayerWorkspaceMgr workspaces) {
    return new NetPass(
        trained,
        !trained || layerConf().wantsInputGradient(),
        layerConf().isFrozen(),
        workspaces,
        dataType,
        key -> getParamWithNoise(key, trained, workspaces),
        key -> gradientViews.get(key));
  }

  /**
   * In the flat vector's own order. Deeplearning4j's would read each parameter in 'f' order, which
   * is wrong for a convolution's.
   */
  @Override
  public void setParams(INDArray values) {
    if (values != paramsFlattened) {
      paramsFlattened.assign(values.reshape(paramsFlattened.shape()));
    }
  }

  @Override
  public void clear() {
    super.clear();
    output = null;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public boolean hasBias() {
    return params != null && params.containsKey(Keys.BIAS);
  }
}
