package sevennets.kernels.cudnn;

import static sevennets.kernels.cudnn.Call.Direction.BACK_DATA;
import static sevennets.kernels.cudnn.Call.Direction.BACK_WEIGHTS;
import static sevennets.kernels.cudnn.Call.Direction.FORWARD;

import java.util.List;
import sevennets.kernels.cudnn.Call.ConvShape;
import sevennets.kernels.cudnn.Call.Direction;
import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;
import sevennets.kernels.cudnn.Tape.Sums;

/** Convolutions by cuDNN, depthwise ones by our own kernels; then bias and function in one pass. */
final class ConvolutionWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final ConvShape shape;
  private final boolean depthwise;
  private final boolean rounds;
  private final Windows windows;
  private final BiasAndFunction end;
  private Area x;
  private Area weights;

  ConvolutionWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    Shape in = tape.shape(step.input()), out = tape.shape(step.output());
    shape = new ConvShape(
        tape.batch,
        in.channels(),
        in.height(),
        in.width(),
        out.channels(),
        step.whole("kernel_height"),
        step.whole("kernel_width"),
        step.whole("stride_height"),
        step.whole("stride_width"),
        step.whole("padding_height"),
        step.whole("padding_width"),
        step.whole("groups"));
    depthwise = Layout.depthwise(tape.plan, step);
    rounds = !depthwise && tape.rounds(shape);
    windows = Windows.of(tape, step);
    end = new BiasAndFunction(tape, step);
  }

  @Override
  public void forward() {
    x = factor(tape.value(step.input()));
    weights = factor(tape.parameter(step, "W"));
    Area y = tape.output(step);
    Area linear = end.input(y);
    if (depthwise) {
      windows.overOutputs(tape, "depthwise", List.of(x, weights, linear));
    } else {
      convolve(FORWARD, x, weights, linear, false);
    }
    end.forward(linear, y);
  }

  private void convolve(Direction direction, Area x, Area w, Area y, boolean add) {
    if (rounds) {
      tape.roundedConvolution(direction, shape, x, w, y, add);
    } else {
      tape.convolution(direction, shape, x, w, y, add);
    }
  }

  private Area factor(Area floats) {
    return rounds ? tape.rounded(floats) : floats;
  }

  @Override
  public void backward() {
    Area gradient = end.backward();
    Area dy = rounds ? tape.roundedNow(gradient) : gradient;
    Area dw = tape.parameterGradient(step, "W");
    if (depthwise) {
      depthwiseWeights(dy, dw);
    } else {
      convolve(BACK_WEIGHTS, x, dw, dy, false);
    }
    Into dx = tape.into(step.input());
    if (dx == null) {
      return;
    }
    if (depthwise) {
      windows.overInputs(
          tape, "depthwise_back_data", List.of(dy, weights, dx.area()), dx.addFlag());
    } else {
      convolve(BACK_DATA, dx.area(), weights, dy, dx.add());
    }
  }

  private void depthwiseWeights(Area dy, Area dw) {
    int taps = windows.taps();
    // Whole rows are divided among the blocks, which look at one row of the window each.
    Sums sums = Sums.of(shape.batch() * shape.outHeight() * shape.outWidth(), shape.out(), 1);
    int chunks = Math.min(sums.chunks(), shape.batch() * shape.outHeight());
    Area partial = tape.area("partial", (long) shape.out() * taps * chunks);
    tape.launch(
        "depthwise_back_weights" + shape.kernelWidth(),
        sums.tiles(),
        chunks,
        shape.kernelHeight(),
        Tape.THREADS,
        windows.arguments(List.of(x, dy, partial, shape.batch()), sums.lanes()));
    tape.launch("join", shape.out() * taps, 1, 1, sums.joiners(), partial, dw, chunks);
  }
}
