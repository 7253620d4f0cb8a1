package sevennets.ops;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;

/** Zeros around an image, as many pixels on each side as given. */
public record Pad(int top, int bottom, int left, int right) implements Op {

  /**
   * TensorFlow's "same" padding for {@code conv}, by which its output has {@code ceil(size /
   * stride)} pixels; where the padding is odd, the pixel more goes below and to the right.
   */
  public static Pad same(Shape in, Conv conv) {
    Window w = conv.slide();
    int rows = missing(in.height(), w.kernelHeight(), w.strideHeight());
    int columns = missing(in.width(), w.kernelWidth(), w.strideWidth());
    return new Pad(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
  }

  private static int missing(int size, int kernel, int stride) {
    int windows = (size + stride - 1) / stride;
    return Math.max(0, (windows - 1) * stride + kernel - size);
  }

  @Override
  public String type() {
    return "ZeroPad2d";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Require.image(type(), inputs);
    return Shape.image(in.channels(), in.height() + top + bottom, in.width() + left + right);
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new ZeroPaddingLayer.Builder(top, bottom, left, right)
        .dataFormat(CNN2DFormat.NHWC)
        .build());
  }
}
