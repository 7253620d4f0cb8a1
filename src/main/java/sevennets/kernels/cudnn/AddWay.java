package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;

/** The sum of two or more inputs, with a function where there are two. */
final class AddWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int n;
  private final int fn;
  private Area y;

  AddWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    n = tape.numbers(step.output());
    fn = step.whole("fn");
  }

  @Override
  public void forward() {
    Area first = tape.value(step.input());
    y = tape.output(step);
    int last = step.inputs().size() - 1;
    for (int i = 1; i <= last; i++) {
      Area second = tape.value(step.inputs().get(i));
      tape.elementwise("add", n, i == 1 ? first : y, second, y, n, i == last ? fn : Ways.IDENTITY);
    }
  }

  @Override
  public void backward() {
    Area dy = tape.gradient(step.output());
    if (fn != Ways.IDENTITY) {
      Area before = tape.area("gradient", n);
      tape.elementwise("activate_back", n, y, y, dy, before, n, fn, 0);
      dy = before;
    }
    for (int input : step.inputs()) {
      tape.handOn(input, dy);
    }
  }
}
