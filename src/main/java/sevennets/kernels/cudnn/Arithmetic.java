package sevennets.kernels.cudnn;

import java.util.Arrays;
import java.util.List;

/**
 * What a card's convolutions and products round their factors to. Everything else that is computed
 * and kept is float32.
 *
 * <pre>{@code
 * String card = CardTraining.describeCard(Arithmetic.TENSOR_FLOAT);  // as ./lab --gpu computes
 * }</pre>
 */
public enum Arithmetic {
  /** Nothing is rounded that float32 would not. */
  FLOAT32("float32"),
  /** TensorFloat-32: ten bits behind the point, on cards from Ampere on. */
  TENSOR_FLOAT("TF32"),
  /**
   * bfloat16: seven bits behind the point, half the bytes, on cards from Ampere on. What a
   * convolution gives is rounded to it too.
   */
  BRAIN_FLOAT("bfloat16");

  /** Set by {@code ./lab --gpu --float32} and {@code --bf16}. */
  private static final String PROPERTY = "sevennets.card.arithmetic";

  private final String title;

  Arithmetic(String title) {
    this.title = title;
  }

  /** What this process was started with; TF32 if nothing was said. */
  public static Arithmetic wanted() {
    return named(System.getProperty(PROPERTY, TENSOR_FLOAT.title));
  }

  static Arithmetic named(String title) {
    return Arrays.stream(values())
        .filter(it -> it.title.equals(title))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(
            "-D%s is one of %s; received: %s".formatted(PROPERTY, List.of(values()), title)));
  }

  /** The name in the field. */
  @Override
  public String toString() {
    return title;
  }
}
