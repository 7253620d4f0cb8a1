package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Sums;

/** How a convolution or a dense layer ends: each channel's bias and a function, in one pass. */
final class BiasAndFunction {
  private final Tape tape;
  private final Step step;
  private final int fn;
  private final boolean bias;
  private final Sums sums;
  private Area linear;
  private Area output;

  BiasAndFunction(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    fn = step.whole("fn");
    bias = step.parameters().containsKey("b");
    int channels = tape.shape(step.output()).channels();
    sums = Sums.of(tape.numbers(step.output()) / channels, channels);
  }

  /**
   * Where the linear part writes: the output itself, unless the function's derivative asks for what
   * went in.
   */
  Area input(Area output) {
    boolean byOutput = fn != Ways.SILU && fn != Ways.GELU;
    return byOutput || !tape.training ? output : tape.area(step.name() + " before", output.length);
  }

  void forward(Area linear, Area output) {
    this.linear = linear;
    this.output = output;
    if (bias) {
      int n = tape.numbers(step.output());
      tape.elementwise(
          sums.kernel("bias"),
          n / sums.width(),
          linear,
          tape.parameter(step, "b"),
          output,
          n,
          sums.channels(),
          fn);
    }
  }

  /** The gradient of the linear part; writes that of the bias. */
  Area backward() {
    Area dy = tape.gradient(step.output());
    if (!bias) {
      return dy;
    }
    Area dz = fn == Ways.IDENTITY ? dy : tape.exclusive(step.output());
    Area partial = tape.partial(sums);
    tape.sums(
        sums,
        "bias_back",
        linear,
        tape.parameter(step, "b"),
        output,
        dz,
        dz,
        partial,
        sums.rows(),
        sums.channels(),
        sums.lanes(),
        fn);
    tape.join(sums, "join", partial, tape.parameterGradient(step, "b"), sums.chunks());
    return dz;
  }
}
