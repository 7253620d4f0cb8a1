package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** An image as one vector, channel by channel. */
final class FlattenWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final Shape in;
  private final int n;

  FlattenWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    in = tape.shape(step.input());
    n = tape.numbers(step.input());
  }

  @Override
  public void forward() {
    Area x = tape.value(step.input());
    if (in.pixels() == 1) {
      tape.setValue(step.output(), x);
    } else {
      tape.elementwise("exchange", n, x, tape.output(step), n, in.pixels(), in.channels(), 0);
    }
  }

  @Override
  public void backward() {
    Area dy = tape.gradient(step.output());
    if (in.pixels() == 1) {
      tape.handOn(step.input(), dy);
      return;
    }
    Into dx = tape.into(step.input());
    if (dx != null) {
      tape.elementwise("exchange", n, dy, dx.area(), n, in.channels(), in.pixels(), dx.addFlag());
    }
  }
}
