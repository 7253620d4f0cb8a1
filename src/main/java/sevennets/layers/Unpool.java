package sevennets.layers;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Undoes a max pool whose windows do not overlap: values {@code N x h x w x C} and, second, the
 * images {@code N x H x W x C} that were pooled, to images of their size. By "where" each value
 * goes to the place of its window's maximum, and the rest is zero; without, it goes to all places
 * of its window. Zhao et al. 2015, arXiv:1506.02351, section 3. Where the maxima are is taken for
 * given: no gradient goes to the second input.
 */
public final class Unpool extends FastVertex {
  @JsonProperty
  private int window;

  @JsonProperty
  private boolean where;

  private Unpool() {}

  /**
   * @param window side and stride, in pixels
   * @throws IllegalArgumentException unless it is positive
   */
  public Unpool(int window, boolean where) {
    if (window < 1) {
      throw new IllegalArgumentException("Unpool: window must be positive; received " + window);
    }
    this.window = window;
    this.where = where;
  }

  @Override
  Kernel kernel(DataType type) {
    return new Unpooling(
        pool(Pool.Kind.AVG).kernel(type), where ? pool(Pool.Kind.MAX).kernel(type) : null, window);
  }

  private Pool pool(Pool.Kind kind) {
    int[] side = {window, window};
    return new Pool(kind, side, side, new int[] {0, 0}, false, true);
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return inputs[1];
  }

  @Override
  Object settings() {
    return List.of(window, where);
  }
}
