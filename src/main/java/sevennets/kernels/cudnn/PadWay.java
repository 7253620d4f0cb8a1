package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/**
 * Zeros around an image, and ResNet's shortcut, which takes every so many-th pixel and adds
 * channels of zeros.
 */
final class PadWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final Shape in;
  private final Shape out;

  PadWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    in = tape.shape(step.input());
    out = tape.shape(step.output());
  }

  @Override
  public void forward() {
    int n = tape.numbers(step.output());
    tape.elementwise(
        step.op(), n, arguments(tape.value(step.input()), tape.output(step), n, List.of()));
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx != null) {
      int n = tape.numbers(step.input());
      tape.elementwise(
          step.op() + "_back",
          n,
          arguments(tape.gradient(step.output()), dx.area(), n, List.of(dx.addFlag())));
    }
  }

  private Object[] arguments(Area from, Area to, int n, List<Object> more) {
    List<Object> all = new ArrayList<>(Arrays.asList(
        from, to, n, in.height(), in.width(), in.channels(), out.height(), out.width()));
    all.addAll(
        step.op().equals("pad")
            ? List.of(step.whole("top"), step.whole("left"))
            : List.of(out.channels(), step.whole("stride")));
    all.addAll(more);
    return all.toArray();
  }
}
