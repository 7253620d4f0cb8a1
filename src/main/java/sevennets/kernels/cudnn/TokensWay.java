package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;

/** An image's pixels as tokens: with channels last the same numbers in the same order. */
final class TokensWay implements Ways.Way {
  private final Tape tape;
  private final Step step;

  TokensWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
  }

  @Override
  public void forward() {
    tape.setValue(step.output(), tape.value(step.input()));
  }

  @Override
  public void backward() {
    tape.handOn(step.input(), tape.gradient(step.output()));
  }
}
