package sevennets.graph;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import sevennets.ops.Op;
import sevennets.ops.Shape;

/** Shapes as Deeplearning4j writes them. */
final class InputTypes {
  private InputTypes() {}

  /** What an operation makes of {@code inputs}. */
  static InputType after(Op op, InputType... inputs) {
    return of(op.output(Arrays.stream(inputs).map(InputTypes::shape).toList()));
  }

  private static InputType of(Shape shape) {
    return switch (shape.kind()) {
      case IMAGE ->
        InputType.convolutional(shape.height(), shape.width(), shape.channels(), CNN2DFormat.NHWC);
      case VECTOR -> InputType.feedForward(shape.channels());
      case TOKENS -> InputType.recurrent(shape.channels(), shape.height());
    };
  }

  private static Shape shape(InputType type) {
    if (type instanceof InputTypeConvolutional image)
      return Shape.image(
          (int) image.getChannels(), (int) image.getHeight(), (int) image.getWidth());
    if (type instanceof InputTypeRecurrent tokens)
      return Shape.tokens((int) tokens.getTimeSeriesLength(), (int) tokens.getSize());
    return Shape.vector(Math.toIntExact(type.arrayElementsPerExample()));
  }
}
