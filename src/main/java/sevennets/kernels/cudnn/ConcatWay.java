package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** The channels of all inputs, one after the other. */
final class ConcatWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int channels;

  ConcatWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    channels = tape.shape(step.output()).channels();
  }

  @Override
  public void forward() {
    Area y = tape.output(step);
    int at = 0;
    for (int input : step.inputs()) {
      int mine = tape.shape(input).channels();
      tape.channels(tape.value(input), mine, 0, y, channels, at, mine, false);
      at += mine;
    }
  }

  @Override
  public void backward() {
    Area dy = tape.gradient(step.output());
    int at = 0;
    for (int input : step.inputs()) {
      int mine = tape.shape(input).channels();
      Into dx = tape.into(input);
      if (dx != null) {
        tape.channels(dy, channels, at, dx.area(), mine, 0, mine, dx.add());
      }
      at += mine;
    }
  }
}
