package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** The first token of each sequence. */
final class FirstTokenWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int width;
  private final int length;

  FirstTokenWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    width = tape.shape(step.input()).channels();
    length = tape.shape(step.input()).size();
  }

  @Override
  public void forward() {
    Area x = tape.value(step.input());
    tape.channels(x, length, 0, tape.output(step), width, 0, width, false);
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx == null) {
      return;
    }
    if (!dx.add()) {
      int n = tape.numbers(step.input());
      tape.elementwise("fill", n, dx.area(), n, 0f);
    }
    Area dy = tape.gradient(step.output());
    tape.channels(dy, width, 0, dx.area(), length, 0, width, true);
  }
}
