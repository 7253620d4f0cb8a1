package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/**
 * Learnt tokens, added to those of each sequence ("positions") or one before them ("class_token").
 */
final class LearnedTokensWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final boolean added;
  private final int n;
  private final int width;
  private final int length;

  LearnedTokensWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    added = step.op().equals("positions");
    n = tape.numbers(step.output());
    width = tape.shape(step.output()).channels();
    length = tape.shape(step.output()).size();
  }

  @Override
  public void forward() {
    Area x = tape.value(step.input()), learned = tape.parameter(step, "W");
    Area y = tape.output(step);
    if (added) {
      tape.elementwise("bias", n, x, learned, y, n, length, Ways.IDENTITY);
    } else {
      tape.elementwise("prepend", n, learned, x, y, n, width, length);
    }
  }

  @Override
  public void backward() {
    Area dy = tape.gradient(step.output()), learned = tape.parameterGradient(step, "W");
    if (added) {
      tape.sumOfRows(dy, tape.batch, length, learned);
      tape.handOn(step.input(), dy);
      return;
    }
    Area first = tape.area("first tokens", (long) tape.batch * width);
    tape.channels(dy, length, 0, first, width, 0, width, false);
    tape.sumOfRows(first, tape.batch, width, learned);
    Into dx = tape.into(step.input());
    if (dx != null) {
      int rest = length - width;
      tape.channels(dy, length, width, dx.area(), rest, 0, rest, dx.add());
    }
  }
}
