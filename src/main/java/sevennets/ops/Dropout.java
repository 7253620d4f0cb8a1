package sevennets.ops;

import java.util.List;

/**
 * Sets each number to zero with a probability while training, and scales the others up to keep the
 * mean (Srivastava et al. 2014; AlexNet, section 4.2, scales at test time instead).
 *
 * @param probability of a number to be dropped, in [0, 1)
 */
public record Dropout(double probability) implements Op {

  public Dropout {
    if (!(probability >= 0 && probability < 1))
      throw new IllegalArgumentException(
          "dropout needs a probability in [0, 1), received " + probability);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.one(type(), inputs);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.Dropout(probability));
  }
}
