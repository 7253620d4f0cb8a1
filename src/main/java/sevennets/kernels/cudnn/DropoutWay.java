package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Call.Part;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/**
 * Dropout, number by number, and stochastic depth, example by example. What falls is drawn again on
 * the way back instead of being kept.
 */
final class DropoutWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int n;
  private final int per;
  private Part chance;

  DropoutWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    n = tape.numbers(step.output());
    per = step.op().equals("dropout") ? 1 : n / tape.batch;
  }

  @Override
  public void forward() {
    Area x = tape.value(step.input());
    if (!tape.training) {
      tape.setValue(step.output(), x);
      return;
    }
    chance = tape.chance(n / per);
    tape.elementwise("dropout", n, x, tape.output(step), n, per, keep(), chance, 0);
  }

  private float keep() {
    return 1 - step.real("probability");
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx != null) {
      Area dy = tape.gradient(step.output());
      tape.elementwise("dropout", n, dy, dx.area(), n, per, keep(), chance, dx.addFlag());
    }
  }
}
