package sevennets.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import sevennets.kernels.Backend;
import sevennets.kernels.Kernel;
import sevennets.kernels.nd4j.AffineSampling;

/**
 * Looks at each image through an affine map of its own: an image and six numbers, the map's less
 * the identity's, to an image of the same size (Spatial Transformer Networks, arXiv:1506.02025,
 * sections 3.2 and 3.3).
 *
 * <pre>{@code
 * // What a Spatial Transformer does: six numbers for each image say where its pixels are taken from.
 * Node theta = x.flatten("flat").dense("theta", AffineSampler.PARAMETERS);
 * Node straightened = x.then("sample", new AffineSampler(), theta);
 * }</pre>
 */
public record AffineSampler() implements Op {

  /** How many numbers a map has: two rows of three. */
  public static final int PARAMETERS = 6;

  @Override
  public Shape output(List<Shape> inputs) {
    Require.that(
        inputs.size() == 2
            && inputs.get(0).isImage()
            && inputs.get(1).equals(Shape.vector(PARAMETERS)),
        "an affine sampler needs an image and a vector of 6, received %s",
        inputs);
    return inputs.get(0);
  }

  @Override
  public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
    return backend.onHost(
        new AffineSampling(inputs.get(0).height(), inputs.get(0).width()));
  }

  @Override
  public Optional<Map<String, Object>> twin(List<Shape> inputs) {
    return Optional.of(Map.of());
  }
}
