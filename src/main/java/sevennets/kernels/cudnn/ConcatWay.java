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
      int n = tape.numbers(input);
      int width = width(mine, at);
      tape.elementwise(
          kernel(width), n / width, tape.value(input), mine, 0, y, channels, at, n, mine, 0);
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
        int n = tape.numbers(input);
        int width = width(mine, at);
        tape.elementwise(
            kernel(width), n / width, dy, channels, at, dx.area(), mine, 0, n, mine, dx.addFlag());
      }
      at += mine;
    }
  }

  /** How many channels can be moved at once. */
  private int width(int mine, int at) {
    return mine % 4 == 0 && at % 4 == 0 && channels % 4 == 0 ? 4 : 1;
  }

  private static String kernel(int width) {
    return width == 1 ? "channels_to" : "channels_to" + width;
  }
}
