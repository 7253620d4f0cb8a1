package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.Heads;

/**
 * What each token takes from all tokens: L tokens of 3D numbers (queries, keys, values) to L tokens
 * of D (Vaswani et al. 2017, arXiv:1706.03762, equation 1). The linear layers around it are
 * operations of their own.
 *
 * <pre>{@code
 * Node qkv = tokens.then("qkv", Dense.of(3 * tokens.channels()));
 * Node mixed = qkv.then("heads", new SelfAttention(4));
 * }</pre>
 *
 * @param heads into how many parts the D numbers are cut, each with weights of its own
 */
public record SelfAttention(int heads) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.tokens(type(), inputs);
    Require.that(
        heads > 0 && in.channels() % (3 * heads) == 0,
        "attention of %d heads needs tokens of 3 x heads x d numbers, received %s",
        heads,
        in);
    return in.withChannels(in.channels() / 3);
  }

  /** Queries by keys, and weights by values. */
  @Override
  public long macs(List<Shape> inputs) {
    Shape out = output(inputs);
    return 2 * out.size() * out.height();
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.selfAttention(heads);
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("heads", heads));
  }

  /**
   * How much of each token (last axis) each token (the axis before) takes: {@code N x heads x L x
   * L}, each row's sum 1.
   *
   * @param queriesKeysValues {@code N x L x 3D}
   */
  public INDArray weights(INDArray queriesKeysValues) {
    return Heads.of(queriesKeysValues, heads).weights();
  }
}
