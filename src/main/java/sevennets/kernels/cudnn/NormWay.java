package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;
import sevennets.kernels.cudnn.Tape.Sums;

/**
 * Batch norm, with a second input that is added to it and a function of the sum in the same pass.
 */
final class NormWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int fn;
  private final int n;
  private final Sums sums;
  private Area x;
  private Area residual;
  private Area y;
  private Area kept;

  NormWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    fn = step.whole("fn");
    n = tape.numbers(step.output());
    int channels = tape.shape(step.output()).channels();
    sums = Sums.of(n / channels, channels);
  }

  @Override
  public void forward() {
    x = tape.value(step.input());
    residual = step.inputs().size() == 2 ? tape.value(step.inputs().get(1)) : null;
    y = tape.output(step);
    kept = tape.area("kept", 4L * sums.channels());
    Area gamma = tape.parameter(step, "gamma"), beta = tape.parameter(step, "beta");
    Area mean = tape.parameter(step, "mean"), variance = tape.parameter(step, "var");
    if (tape.training) {
      Area partial = tape.partial(sums);
      tape.sums(sums, "norm_sums", x, partial, sums.rows(), sums.channels(), sums.lanes());
      tape.join(
          sums,
          "norm_join",
          x,
          partial,
          gamma,
          beta,
          mean,
          variance,
          kept,
          sums.rows(),
          sums.channels(),
          sums.chunks(),
          step.real("epsilon"),
          step.real("momentum"));
    } else {
      tape.elementwise(
          "norm_running",
          sums.channels(),
          gamma,
          beta,
          mean,
          variance,
          kept,
          sums.channels(),
          step.real("epsilon"));
    }
    tape.elementwise(
        sums.kernel("normalise"), n / sums.width(), x, kept, residual, y, n, sums.channels(), fn);
  }

  @Override
  public void backward() {
    Area dy = tape.gradient(step.output());
    Area sides = residual == null ? null : y;
    Area partial = tape.partial(sums), line = tape.area("line", 3L * sums.channels());
    tape.sums(
        sums,
        "norm_back_sums",
        x,
        sides,
        dy,
        kept,
        partial,
        sums.rows(),
        sums.channels(),
        sums.lanes(),
        fn);
    tape.join(
        sums,
        "norm_back_join",
        partial,
        kept,
        tape.parameterGradient(step, "gamma"),
        tape.parameterGradient(step, "beta"),
        line,
        sums.rows(),
        sums.channels(),
        sums.chunks());
    Into dx = tape.into(step.input());
    Into dr =
        residual == null || fn == Ways.IDENTITY ? null : tape.into(step.inputs().get(1));
    if (dx != null || dr != null) {
      Area to = dx == null ? tape.area("unread", n) : dx.area();
      tape.elementwise(
          sums.kernel("norm_back"),
          n / sums.width(),
          x,
          sides,
          dy,
          kept,
          line,
          to,
          dr == null ? null : dr.area(),
          n,
          sums.channels(),
          fn,
          dx != null && dx.add() ? 1 : 0,
          dr != null && dr.add() ? 1 : 0);
    }
    if (residual != null && fn == Ways.IDENTITY) {
      tape.handOn(step.inputs().get(1), dy);
    }
  }
}
