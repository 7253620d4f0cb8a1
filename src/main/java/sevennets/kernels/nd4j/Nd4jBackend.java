package sevennets.kernels.nd4j;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Backend;
import sevennets.kernels.Fn;
import sevennets.kernels.Kernel;
import sevennets.kernels.PoolKind;
import sevennets.kernels.Window;

/**
 * libnd4j's own operations: any device and number type. Others inherit what they do not speed up.
 *
 * <pre>{@code
 * Backend<INDArray> backend = new Nd4jBackend();
 * Kernel<INDArray> norm = backend.batchNorm(1e-5, 0.1, Fn.IDENTITY);
 * }</pre>
 */
public class Nd4jBackend implements Backend<INDArray> {

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Optional<String> obstacle() {
    return Optional.empty();
  }

  @Override
  public String description() {
    return "libnd4j's operations compute";
  }

  @Override
  public boolean computes(DataType type) {
    return true;
  }

  @Override
  public Kernel<INDArray> convolution(Window window, int groups, boolean bias, Fn fn) {
    return new Nd4jConvolution(window, groups, bias, fn);
  }

  @Override
  public Kernel<INDArray> dense(boolean bias, Fn fn) {
    return new OverTokens(new Nd4jDense(bias, fn));
  }

  @Override
  public Kernel<INDArray> batchNorm(double epsilon, double momentum, Fn fn) {
    return new Nd4jBatchNorm(epsilon, momentum, fn);
  }

  @Override
  public Kernel<INDArray> layerNorm(double epsilon) {
    return new Nd4jLayerNorm(epsilon);
  }

  @Override
  public Kernel<INDArray> lrn(int n, double k, double alpha, double beta) {
    return new Nd4jLrn(n, k, alpha, beta);
  }

  @Override
  public Kernel<INDArray> activation(Fn fn) {
    return new Nd4jActivation(fn);
  }

  @Override
  public Kernel<INDArray> add(Fn fn) {
    return new Nd4jAdd(fn);
  }

  @Override
  public Kernel<INDArray> product() {
    return new Nd4jProduct();
  }

  @Override
  public Kernel<INDArray> channelGate() {
    return new Nd4jChannelGate();
  }

  @Override
  public Kernel<INDArray> pixelGate() {
    return new Nd4jPixelGate();
  }

  @Override
  public Kernel<INDArray> concat() {
    return new Nd4jConcat();
  }

  @Override
  public Kernel<INDArray> pool(PoolKind kind, Window window, boolean countPadding) {
    return kind == PoolKind.MAX
        ? new Nd4jMaxPool(window)
        : new Nd4jAveragePool(window, countPadding);
  }

  @Override
  public Kernel<INDArray> globalPool(PoolKind kind) {
    return new Nd4jGlobalPool(kind);
  }

  @Override
  public Kernel<INDArray> channelPool(PoolKind kind) {
    return new Nd4jChannelPool(kind);
  }

  /** By this backend's pools, whichever they are. */
  @Override
  public Kernel<INDArray> unpool(int side, boolean where) {
    Window window = Window.square(side, side, 0);
    return new Unpooling(
        pool(PoolKind.AVG, window, true), where ? pool(PoolKind.MAX, window, true) : null, side);
  }

  @Override
  public Kernel<INDArray> dropout(double probability, boolean wholeExamples) {
    return new Nd4jDropout(probability, wholeExamples);
  }

  @Override
  public Kernel<INDArray> pad(int top, int bottom, int left, int right) {
    return new Nd4jPad(top, bottom, left, right);
  }

  @Override
  public Kernel<INDArray> padShortcut(int stride, int channels) {
    return new Nd4jPadShortcut(stride, channels);
  }

  @Override
  public Kernel<INDArray> selfAttention(int heads) {
    return new Nd4jSelfAttention(heads);
  }

  @Override
  public Kernel<INDArray> flatten() {
    return new Nd4jFlattenChw();
  }

  @Override
  public Kernel<INDArray> channelsLast() {
    return new Nd4jPermute(0, 2, 3, 1);
  }

  @Override
  public final Kernel<INDArray> onHost(Kernel<INDArray> kernel) {
    return kernel;
  }
}
