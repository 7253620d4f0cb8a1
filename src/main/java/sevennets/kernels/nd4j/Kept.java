package sevennets.kernels.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arrays that a kernel owns from one pass to the next, outside of any workspace, allocated anew
 * only when the shape changes.
 *
 * <pre>{@code
 * INDArray mean = Kept.array(null, images.dataType(), images.size(3));
 * }</pre>
 */
public final class Kept {
  private Kept() {}

  /** {@code previous} if it has this shape, else a new, uninitialised array. */
  public static INDArray array(INDArray previous, DataType type, long... shape) {
    boolean fits =
        previous != null && previous.dataType() == type && Arrays.equals(previous.shape(), shape);
    return fits ? previous : Nd4j.createUninitializedDetached(type, 'c', shape);
  }

  public static INDArray copyOf(INDArray source, INDArray previous) {
    return array(previous, source.dataType(), source.shape()).assign(source);
  }
}
