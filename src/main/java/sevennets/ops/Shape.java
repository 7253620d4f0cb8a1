package sevennets.ops;

import java.util.List;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import sevennets.kernels.Window;

/**
 * What one example looks like at a node: an image of C x H x W, a vector of C, or a sequence of L
 * tokens of C numbers. The batch dimension N is never part of it.
 *
 * <pre>{@code
 * Shape photo = Shape.image(3, 224, 224);
 * long numbers = photo.size();  // 150,528
 * }</pre>
 */
@JsonAutoDetect(isGetterVisibility = Visibility.NONE)
public record Shape(Kind kind, int channels, int height, int width) {

  public enum Kind {
    IMAGE,
    VECTOR,
    TOKENS
  }

  public Shape {
    if (channels < 1 || height < 1 || width < 1)
      throw new IllegalArgumentException(
          "a shape needs sizes of at least 1, received " + channels + "x" + height + "x" + width);
  }

  /** An image of {@code channels x height x width}. */
  public static Shape image(int channels, int height, int width) {
    return new Shape(Kind.IMAGE, channels, height, width);
  }

  /** A vector of {@code channels} numbers. */
  public static Shape vector(int channels) {
    return new Shape(Kind.VECTOR, channels, 1, 1);
  }

  /** A sequence of {@code length} tokens of {@code channels} numbers each. */
  public static Shape tokens(int length, int channels) {
    return new Shape(Kind.TOKENS, channels, length, 1);
  }

  /** How many numbers one example has. */
  public long size() {
    return (long) channels * height * width;
  }

  /** C, H, W of an image; C of a vector; L, C of tokens. */
  public List<Integer> sizes() {
    return switch (kind) {
      case IMAGE -> List.of(channels, height, width);
      case VECTOR -> List.of(channels);
      case TOKENS -> List.of(height, channels);
    };
  }

  public boolean isImage() {
    return kind == Kind.IMAGE;
  }

  /**
   * The image that a window leaves of this one, with {@code channels} channels.
   *
   * @throws IllegalArgumentException if the window can't slide, or not even one fits
   */
  Shape slide(Window window, int channels) {
    window.check();
    return image(channels, window.positions(0, height), window.positions(1, width));
  }

  public Shape withChannels(int channels) {
    return new Shape(kind, channels, height, width);
  }

  /** {@code [64x8x8]} for an image, {@code [512]} for a vector, {@code [64 x 192]} for tokens. */
  @Override
  public String toString() {
    return switch (kind) {
      case IMAGE -> "[" + channels + "x" + height + "x" + width + "]";
      case VECTOR -> "[" + channels + "]";
      case TOKENS -> "[" + height + " x " + channels + "]";
    };
  }
}
