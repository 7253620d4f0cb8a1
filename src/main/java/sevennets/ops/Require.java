package sevennets.ops;

import java.util.List;

/** What operations demand of their inputs, and how they say so. */
final class Require {
  private Require() {}

  static Shape one(String type, List<Shape> inputs) {
    if (inputs.size() != 1)
      throw new IllegalArgumentException(type + " takes one input, received " + inputs.size());
    return inputs.get(0);
  }

  static Shape image(String type, List<Shape> inputs) {
    Shape in = one(type, inputs);
    if (!in.isImage()) throw new IllegalArgumentException(type + " takes an image, received " + in);
    return in;
  }

  /** A vector, or the vectors of a sequence. */
  static Shape vectors(String type, List<Shape> inputs) {
    Shape in = one(type, inputs);
    if (in.isImage())
      throw new IllegalArgumentException(
          type + " takes a vector, received " + in + "; flatten or pool it first");
    return in;
  }

  static Shape tokens(String type, List<Shape> inputs) {
    Shape in = one(type, inputs);
    if (in.kind() != Shape.Kind.TOKENS)
      throw new IllegalArgumentException(type + " takes a sequence of tokens, received " + in);
    return in;
  }
}
