package sevennets.layers;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.EmptyParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A Deeplearning4j layer configuration whose arithmetic is a {@link Kernel} of the current
 * {@link Backend}. It is saved with a net and loaded by ModelSerializer like Deeplearning4j's own.
 */
public abstract class FastLayer extends FeedForwardLayer {

  /** A new kernel for a layer of {@code type} numbers. */
  abstract Kernel kernel(DataType type);

  /**
   * Everything that distinguishes two layers of this class, besides what Deeplearning4j itself
   * compares.
   */
  abstract Object settings();

  /**
   * The equivalent layer of Deeplearning4j's own, for {@code N x H x W x C} images, or null where
   * there is none.
   */
  public Layer stock() {
    return null;
  }

  /**
   * What must follow {@link #stock}, where Deeplearning4j's layer lacks the function fused into
   * this one; else null.
   */
  public Layer stockActivation() {
    return null;
  }

  boolean wantsInputGradient() {
    return true;
  }

  /**
   * @throws IllegalArgumentException unless {@code input} has as many channels, its last axis, as
   *     this layer was made for
   */
  void requireInput(INDArray input) {
    if (getNIn() > 0 && input.size(-1) != getNIn()) {
      throw new IllegalArgumentException(
          "'%s' takes %d channels; received %d, in an array of shape %s whose last axis they are"
              .formatted(layerName, getNIn(), input.size(-1), Arrays.toString(input.shape())));
    }
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    KernelLayer layer = new KernelLayer(conf, type);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialise));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return EmptyParamInitializer.getInstance();
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return input;
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // The graph states every width; there is nothing to infer.
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    InputType output = getOutputType(-1, input);
    return new LayerMemoryReport.Builder(layerName, getClass(), input, output)
        .standardMemory(initializer().numParams(this), 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other != null
        && other.getClass() == getClass()
        && super.equals(other)
        && settings().equals(((FastLayer) other).settings());
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + settings().hashCode();
  }
}
