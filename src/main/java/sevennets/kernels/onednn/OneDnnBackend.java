package sevennets.kernels.onednn;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;
import sevennets.kernels.nd4j.Nd4jBackend;
import sevennets.kernels.nd4j.OverTokens;

/**
 * oneDNN called directly: float32 on a processor.
 *
 * <pre>{@code
 * OneDnnBackend backend = new OneDnnBackend();
 * String said = backend.obstacle().orElseGet(backend::description);  // why it can't, or its version
 * }</pre>
 */
public final class OneDnnBackend extends Nd4jBackend {

  @Override
  public String name() {
    return "onednn";
  }

  @Override
  public Optional<String> obstacle() {
    if (Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.CUDA)
      return Optional.of("ND4J computes on a graphics card");
    return Optional.ofNullable(OneDnn.failure())
        .map(failure -> "oneDNN does not load here (" + failure + ")");
  }

  @Override
  public String description() {
    return "oneDNN %s loads and computes on this processor".formatted(OneDnn.version());
  }

  @Override
  public boolean computes(DataType type) {
    return type == DataType.FLOAT;
  }

  @Override
  public Kernel<INDArray> convolution(Window window, int groups, boolean bias, Fn fn) {
    return new OneDnnConvolution(window, groups, bias, fn);
  }

  @Override
  public Kernel<INDArray> dense(boolean bias, Fn fn) {
    return new OverTokens(new OneDnnDense(bias, fn));
  }

  @Override
  public Kernel<INDArray> batchNorm(double epsilon, double momentum, Fn fn) {
    return new OneDnnBatchNorm(epsilon, momentum, fn);
  }

  @Override
  public Kernel<INDArray> layerNorm(double epsilon) {
    return new OneDnnLayerNorm(epsilon);
  }

  @Override
  public Kernel<INDArray> lrn(int n, double k, double alpha, double beta) {
    return new OneDnnLrn(n, k, alpha, beta);
  }

  @Override
  public Kernel<INDArray> activation(Fn fn) {
    return fn == Fn.IDENTITY ? super.activation(fn) : new OneDnnActivation(fn);
  }

  @Override
  public Kernel<INDArray> add(Fn fn) {
    return new OneDnnAdd(fn);
  }

  @Override
  public Kernel<INDArray> channelGate() {
    return new OneDnnChannelGate();
  }

  @Override
  public Kernel<INDArray> pixelGate() {
    return new OneDnnPixelGate();
  }

  @Override
  public Kernel<INDArray> concat() {
    return new OneDnnConcat();
  }

  /**
   * But for averages over partial windows: oneDNN's count of padded pixels includes those that only
   * such a window reaches, PyTorch's does not.
   */
  @Override
  public Kernel<INDArray> pool(PoolKind kind, Window window, boolean countPadding) {
    boolean countsAlike = kind == PoolKind.MAX || !window.ceil() || !countPadding;
    return countsAlike
        ? new OneDnnPool(window, kind, countPadding)
        : super.pool(kind, window, countPadding);
  }

  @Override
  public Kernel<INDArray> globalPool(PoolKind kind) {
    return new OneDnnGlobalPool(kind);
  }

  @Override
  public Kernel<INDArray> channelPool(PoolKind kind) {
    return new OneDnnChannelPool(kind);
  }

  @Override
  public Kernel<INDArray> selfAttention(int heads) {
    return new OneDnnSelfAttention(heads);
  }

  @Override
  public Kernel<INDArray> flatten() {
    return new OneDnnPermute(true);
  }

  @Override
  public Kernel<INDArray> channelsLast() {
    return new OneDnnPermute(false);
  }
}
