package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.Keys;
import sevennets.kernels.nd4j.Nd4jChannelAffine;

/**
 * Each channel times a learnt number, plus another: what makes LeNet-5's subsampling trainable
 * (LeCun et al. 1998, section II.B).
 *
 * <pre>{@code
 * Node y = x.then("scale", new ChannelAffine());  // a learnt factor and a learnt sum for each channel
 * }</pre>
 */
public record ChannelAffine() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.image(type(), inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int channels = inputs.get(0).channels();
    return List.of(
        Parameter.vector(Keys.GAMMA, "weight", channels, Initial.ONE),
        Parameter.vector(Keys.BETA, "bias", channels, Initial.ZERO));
  }

  @Override
  public boolean keepsChannels(List<Shape> inputs) {
    return true;
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(new Nd4jChannelAffine());
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of("channels", inputs.get(0).channels()));
  }
}
