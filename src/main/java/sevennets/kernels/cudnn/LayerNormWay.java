package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Call.Part;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;
import sevennets.kernels.cudnn.Tape.Sums;

/** Layer norm: each token, or pixel, by its own mean and variance. */
final class LayerNormWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final Sums sums;
  private final int threads;
  private Area x;
  private Area gamma;
  private Area kept;

  LayerNormWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    int channels = tape.shape(step.output()).channels();
    sums = Sums.of(tape.numbers(step.output()) / channels, channels);
    threads = Tape.threadsOfRow(channels);
  }

  @Override
  public void forward() {
    x = tape.value(step.input());
    gamma = tape.parameter(step, "gamma");
    kept = tape.area("kept", 2L * sums.rows());
    tape.launch(
        "layer_norm",
        sums.rows(),
        1,
        1,
        threads,
        x,
        gamma,
        tape.parameter(step, "beta"),
        tape.output(step),
        kept,
        sums.channels(),
        step.real("epsilon"));
  }

  @Override
  public void backward() {
    Area dy = tape.gradient(step.output()), partial = tape.partial(sums);
    tape.sums(
        sums, "layer_norm_sums", x, kept, dy, partial, sums.rows(), sums.channels(), sums.lanes());
    Part second = new Part(partial, (long) sums.channels() * sums.chunks());
    tape.join(sums, "join", partial, tape.parameterGradient(step, "beta"), sums.chunks());
    tape.join(sums, "join", second, tape.parameterGradient(step, "gamma"), sums.chunks());
    Into dx = tape.into(step.input());
    if (dx != null) {
      tape.launch(
          "layer_norm_back",
          sums.rows(),
          1,
          1,
          threads,
          x,
          gamma,
          kept,
          dy,
          dx.area(),
          sums.channels(),
          dx.addFlag());
    }
  }
}
