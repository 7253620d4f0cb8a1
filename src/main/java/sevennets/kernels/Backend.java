package sevennets.kernels;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A way to compute: for each operation a {@link Kernel} on arrays of its own. An operation asks for
 * the kernel that it needs; which backend answers, and where its arrays lie, is nothing to it. An
 * operation that no backend computes in a way of its own has a kernel of libnd4j's operations,
 * which goes through {@link #onHost}.
 *
 * <pre>{@code
 * Backend<INDArray> backend = new OneDnnBackend();  // or Nd4jBackend, on any machine
 * Kernel<INDArray> conv = backend.convolution(Window.square(3, 1, 1), 1, false, Fn.IDENTITY);
 * }</pre>
 *
 * @param <A> its arrays: ND4J's on a processor
 */
public interface Backend<A> {
  /** By which it is asked for, such as {@code onednn}. */
  String name();

  /** Why it can't compute here, in half a sentence; empty where it can. */
  Optional<String> obstacle();

  /** What computes, in a sentence. */
  String description();

  /** Whether it has kernels for numbers of that type. */
  boolean computes(DataType type);

  // ---- parameters: weight and bias

  /**
   * {@code N x H x W x in} to {@code N x H' x W' x out}; weights {@code out x in/groups x kH x kW}.
   */
  Kernel<A> convolution(Window window, int groups, boolean bias, Fn fn);

  /** {@code N x in} to {@code N x out}, or the same for each token; weights {@code in x out}. */
  Kernel<A> dense(boolean bias, Fn fn);

  // ---- parameters: gamma and beta

  /**
   * Over all but the last axis, by the batch's statistics in training, by the running ones, which
   * are parameters too, in inference. Training moves the running statistics by {@code momentum}.
   */
  Kernel<A> batchNorm(double epsilon, double momentum, Fn fn);

  /** Over the last axis. */
  Kernel<A> layerNorm(double epsilon);

  // ---- no parameters

  /** {@code x / (k + alpha * sum of x^2 over n neighbouring channels)^beta}. */
  Kernel<A> lrn(int n, double k, double alpha, double beta);

  Kernel<A> activation(Fn fn);

  /** The sum of two or more inputs of one shape, then an invertible {@code fn}. */
  Kernel<A> add(Fn fn);

  /** The product of two inputs of one shape. */
  Kernel<A> product();

  /** Images {@code N x H x W x C} times {@code N x C}. */
  Kernel<A> channelGate();

  /** Images {@code N x H x W x C} times {@code N x H x W x 1}. */
  Kernel<A> pixelGate();

  /** Inputs one after the other along the last axis. */
  Kernel<A> concat();

  /** @param countPadding whether an average divides by the padding's pixels too */
  Kernel<A> pool(PoolKind kind, Window window, boolean countPadding);

  /** {@code N x H x W x C} to {@code N x C}. */
  Kernel<A> globalPool(PoolKind kind);

  /** {@code N x H x W x C} to {@code N x H x W x 1}. */
  Kernel<A> channelPool(PoolKind kind);

  /**
   * Undoes a max pool of windows that do not overlap: the small images and, second, those that were
   * pooled.
   *
   * @param where whether each value goes to its window's maximum alone
   */
  Kernel<A> unpool(int side, boolean where);

  /** @param wholeExamples whether examples are dropped, and not numbers */
  Kernel<A> dropout(double probability, boolean wholeExamples);

  /** Zeros around images. */
  Kernel<A> pad(int top, int bottom, int left, int right);

  /** Every {@code stride}-th pixel, and zeros for the channels that are new. */
  Kernel<A> padShortcut(int stride, int channels);

  /** Tokens of queries, keys and values {@code N x L x 3D} to {@code N x L x D}. */
  Kernel<A> selfAttention(int heads);

  /** {@code N x H x W x C} to {@code N x C*H*W}, channel by channel. */
  Kernel<A> flatten();

  /** {@code N x C x H x W} to {@code N x H x W x C}. */
  Kernel<A> channelsLast();

  /**
   * A kernel of ND4J's arrays, which this backend lends its own: as it is where they are ND4J's,
   * else by a copy there and back.
   */
  Kernel<A> onHost(Kernel<INDArray> kernel);
}
