package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sevennets.kernels.cudnn.Call.ConvShape;
import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** Max pooling, which keeps each maximum's place in its window, and mean pooling. */
final class PoolWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final boolean largest;
  private final Shape in;
  private final Shape out;
  private final ConvShape window;
  private Area places;

  PoolWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    largest = step.op().equals("max_pool");
    in = tape.shape(step.input());
    out = tape.shape(step.output());
    window = new ConvShape(
        tape.batch,
        in.channels(),
        in.height(),
        in.width(),
        in.channels(),
        step.whole("kernel_height"),
        step.whole("kernel_width"),
        step.whole("stride_height"),
        step.whole("stride_width"),
        step.whole("padding_height"),
        step.whole("padding_width"),
        1);
    if (largest && window.kernelHeight() * window.kernelWidth() > 256) {
      throw Ways.none("a max pool over more than 256 pixels", step.name());
    }
  }

  @Override
  public void forward() {
    Area x = tape.value(step.input()), y = tape.output(step);
    int n = tape.numbers(step.output());
    if (largest) {
      places = tape.training ? tape.area("places", (n + 3L) / 4) : null;
      tape.elementwise("max_pool", n, slide(Arrays.asList(x, y, places, n)));
    } else {
      tape.elementwise("mean_pool", n, slide(List.of(x, y, n), step.whole("count_padding")));
    }
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx == null) {
      return;
    }
    Area dy = tape.gradient(step.output());
    int n = tape.numbers(step.input());
    if (largest) {
      tape.elementwise("max_pool_back", n, slide(List.of(dy, places, dx.area(), n), dx.addFlag()));
    } else {
      tape.elementwise(
          "mean_pool_back",
          n,
          slide(List.of(dy, dx.area(), n), step.whole("count_padding"), dx.addFlag()));
    }
  }

  private Object[] slide(List<Object> before, Object... more) {
    return Windows.window(
        new ArrayList<>(before), in.height(), in.width(), out.height(), out.width(), window, more);
  }
}
