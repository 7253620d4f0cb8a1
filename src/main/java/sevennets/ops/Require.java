package sevennets.ops;

import java.util.List;

/** What operations demand of themselves and their inputs, and how they say so. */
final class Require {
  private Require() {}

  /** @throws IllegalArgumentException with {@code message}, formatted, unless {@code holds} */
  static void that(boolean holds, String message, Object... values) {
    if (!holds) throw new IllegalArgumentException(message.formatted(values));
  }

  static Shape one(String type, List<Shape> inputs) {
    that(inputs.size() == 1, "%s takes one input, received %d", type, inputs.size());
    return inputs.get(0);
  }

  static void two(String type, List<Shape> inputs) {
    that(inputs.size() == 2, "%s takes two inputs, received %d", type, inputs.size());
  }

  static void several(String type, List<Shape> inputs) {
    that(inputs.size() > 1, "%s takes two inputs or more, received %d", type, inputs.size());
  }

  static Shape image(String type, List<Shape> inputs) {
    Shape in = one(type, inputs);
    that(in.isImage(), "%s takes an image, received %s", type, in);
    return in;
  }

  /** A vector, or the vectors of a sequence. */
  static Shape vectors(String type, List<Shape> inputs) {
    Shape in = one(type, inputs);
    that(!in.isImage(), "%s takes a vector, received %s; flatten or pool it first", type, in);
    return in;
  }

  static Shape tokens(String type, List<Shape> inputs) {
    Shape in = one(type, inputs);
    that(in.kind() == Shape.Kind.TOKENS, "%s takes a sequence of tokens, received %s", type, in);
    return in;
  }

  static void probability(String type, double value) {
    that(value >= 0 && value < 1, "%s needs a probability in [0, 1), received %s", type, value);
  }
}
