package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** A function of each number, where no step before it could do it in passing. */
final class ActivationWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private Area x;
  private Area y;

  ActivationWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
  }

  @Override
  public void forward() {
    x = tape.value(step.input());
    y = tape.output(step);
    int n = tape.numbers(step.output());
    tape.elementwise("activate", n, x, y, n, step.whole("fn"));
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx != null) {
      int n = tape.numbers(step.output());
      tape.elementwise(
          "activate_back",
          n,
          x,
          y,
          tape.gradient(step.output()),
          dx.area(),
          n,
          step.whole("fn"),
          dx.addFlag());
    }
  }
}
