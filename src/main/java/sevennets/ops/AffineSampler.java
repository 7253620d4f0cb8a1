package sevennets.ops;

import java.util.List;

/**
 * Looks at each image through an affine map of its own: an image and six numbers, the map's less
 * the identity's, to an image of the same size (Spatial Transformer Networks, arXiv:1506.02025,
 * sections 3.2 and 3.3).
 */
public record AffineSampler() implements Op {

  /** How many numbers a map has: two rows of three. */
  public static final int PARAMETERS = 6;

  @Override
  public Shape output(List<Shape> inputs) {
    if (inputs.size() != 2
        || !inputs.get(0).isImage()
        || !inputs.get(1).equals(Shape.vector(PARAMETERS)))
      throw new IllegalArgumentException(
          "an affine sampler needs an image and a vector of 6, received " + inputs);
    return inputs.get(0);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(
        new sevennets.layers.AffineSampler(inputs.get(0).height(), inputs.get(0).width()));
  }
}
