package sevennets.graph;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import sevennets.kernels.Kernel;
import sevennets.ops.Op;
import sevennets.ops.Parameter;
import sevennets.ops.Shape;

/**
 * The Deeplearning4j layer of any operation that has parameters. It is saved with a net and loaded
 * by ModelSerializer as Deeplearning4j's own layers are.
 *
 * <pre>{@code
 * // Any operation of this library, in a configuration of Deeplearning4j.
 * Op inside = ((OpLayer) net.getLayer(0).conf().getLayer()).op();
 * }</pre>
 */
public final class OpLayer extends FeedForwardLayer {
  @JsonProperty
  private Op op;

  @JsonProperty
  private List<Shape> inputs;

  @JsonProperty
  private boolean inputGradient = true;

  @JsonProperty
  private boolean frozen;

  private OpLayer() {}

  OpLayer(Op op, List<Shape> inputs) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    nIn = inputs.get(0).channels();
    nOut = op.output(inputs).channels();
    setActivationFn(new ActivationIdentity());
  }

  /**
   * Without the input's gradient in training, as nothing before this layer learns. After a pass in
   * inference, as for a saliency map, it is computed all the same.
   */
  OpLayer withoutInputGradient() {
    inputGradient = false;
    return this;
  }

  /**
   * With weights that never change again, whose arrangement for the processor may be kept from the
   * first inference on.
   */
  OpLayer frozen() {
    frozen = true;
    return this;
  }

  /** The same layer with another operation on the same inputs. */
  OpLayer with(Op other) {
    OpLayer copy = (OpLayer) clone();
    copy.op = other;
    return copy;
  }

  public Op op() {
    return op;
  }

  List<Parameter> parameters() {
    return op.parameters(inputs);
  }

  boolean wantsInputGradient() {
    return inputGradient;
  }

  boolean isFrozen() {
    return frozen;
  }

  Kernel<INDArray> kernel(DataType type) {
    return op.kernel(Backends.of(type), inputs);
  }

  /**
   * @throws IllegalArgumentException unless {@code input} has as many channels, its last axis, as
   *     this layer was made for
   */
  void requireInput(INDArray input) {
    if (input.size(-1) != getNIn())
      throw new IllegalArgumentException(
          "'%s' takes %d channels; received %d, in an array of shape %s whose last axis they are"
              .formatted(layerName, getNIn(), input.size(-1), Arrays.toString(input.shape())));
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
    return OpParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputTypes.after(op, input);
  }

  /** @throws UnsupportedOperationException for another number than the operation's */
  @Override
  public void setNOut(long outputs) {
    if (op != null && outputs != nOut)
      throw new UnsupportedOperationException(
          "'%s' has %d outputs, not %d, because its operation says so: write the graph anew and load the weights that fit"
              .formatted(layerName, nOut, outputs));
    super.setNOut(outputs);
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
    return new LayerMemoryReport.Builder(layerName, getClass(), input, getOutputType(-1, input))
        .standardMemory(initializer().numParams(this), 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }

  private List<Object> settings() {
    return List.of(op, inputs, inputGradient, frozen);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpLayer layer
        && super.equals(other)
        && settings().equals(layer.settings());
  }

  @Override
  public int hashCode() {
    return 31 * super.hashCode() + settings().hashCode();
  }
}
