package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** Local response normalisation across channels. */
final class LrnWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int n;
  private final int channels;
  private Area x;
  private Area y;
  private Area bases;

  LrnWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    n = tape.numbers(step.output());
    channels = tape.shape(step.output()).channels();
  }

  @Override
  public void forward() {
    x = tape.value(step.input());
    y = tape.output(step);
    bases = tape.area("bases", n);
    tape.elementwise(
        "lrn",
        n,
        x,
        y,
        bases,
        n,
        channels,
        step.whole("n") / 2,
        step.real("k"),
        step.real("alpha"),
        step.real("beta"));
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx != null) {
      Area dy = tape.gradient(step.output()), ratios = tape.area("ratios", n);
      tape.elementwise("lrn_ratios", n, y, bases, dy, ratios, n);
      tape.elementwise(
          "lrn_back",
          n,
          x,
          ratios,
          bases,
          dy,
          dx.area(),
          n,
          channels,
          step.whole("n") / 2,
          step.real("alpha"),
          step.real("beta"),
          dx.addFlag());
    }
  }
}
