package sevennets.ops;

import java.util.List;

/**
 * Undoes a max pool whose windows do not overlap: a small image and, second, the image that was
 * pooled, to one of its size (Stacked What-Where Auto-encoders, arXiv:1506.02351, section 3).
 *
 * @param side side and stride of the pool, in pixels
 * @param where whether each value goes to its window's maximum alone, or to all places of its
 *     window
 */
public record Unpool(int side, boolean where) implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    Shape small = inputs.get(0), large = inputs.get(1);
    boolean fits = small.isImage()
        && large.equals(Shape.image(small.channels(), small.height() * side, small.width() * side));
    if (!fits)
      throw new IllegalArgumentException("unpooling by " + side + " needs an image and another of "
          + side + " times its size, received " + inputs);
    return large;
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.vertex(new sevennets.layers.Unpool(side, where));
  }
}
