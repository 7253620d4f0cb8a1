package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Call.Product;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** A fully connected layer by cuBLAS, on weights that lie as {@code out x in}. */
final class DenseWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final int in;
  private final int out;
  private final int rows;
  private final BiasAndFunction end;
  private Area x;
  private Area weights;

  DenseWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    in = tape.shape(step.input()).channels();
    out = tape.shape(step.output()).channels();
    rows = tape.numbers(step.output()) / out;
    end = new BiasAndFunction(tape, step);
  }

  @Override
  public void forward() {
    x = factor(tape.value(step.input()));
    weights = factor(tape.parameter(step, "W"));
    Area y = tape.output(step), linear = end.input(y);
    tape.call(new Product(rows, out, in, x, false, weights, true, linear, false));
    end.forward(linear, y);
  }

  private Area factor(Area floats) {
    return tape.rounds() ? tape.rounded(floats) : floats;
  }

  @Override
  public void backward() {
    Area gradient = end.backward();
    Area dz = tape.rounds() ? tape.roundedNow(gradient) : gradient;
    tape.call(
        new Product(out, in, rows, dz, true, x, false, tape.parameterGradient(step, "W"), false));
    Into dx = tape.into(step.input());
    if (dx != null) {
      tape.call(new Product(rows, in, out, dz, false, weights, false, dx.area(), dx.add()));
    }
  }
}
