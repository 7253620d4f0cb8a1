package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/** Stacks images {@code N x H x W x C_i} (or vectors {@code N x C_i}) along their channels. */
public final class Concat extends FastVertex {

  @Override
  Kernel kernel(DataType type) {
    return Backend.callsOneDnn(type) ? new OneDnnConcat() : new Nd4jConcat();
  }

  @Override
  public GraphVertex stock() {
    MergeVertex merge = new MergeVertex();
    merge.setMergeAxis(3);
    return merge;
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return Integer.MAX_VALUE;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    long channels = 0;
    for (InputType input : inputs) {
      channels += input instanceof InputType.InputTypeConvolutional image
          ? image.getChannels()
          : input.arrayElementsPerExample();
    }
    return inputs[0] instanceof InputType.InputTypeConvolutional image
        ? InputType.convolutional(image.getHeight(), image.getWidth(), channels, CNN2DFormat.NHWC)
        : InputType.feedForward(channels);
  }

  @Override
  Object settings() {
    return List.of();
  }
}
