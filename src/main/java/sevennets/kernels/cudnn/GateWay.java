package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** Images times one gate a channel. */
final class GateWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final Shape image;
  private final int n;
  private Area x;
  private Area gate;

  GateWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    image = tape.shape(step.input());
    n = tape.numbers(step.output());
  }

  /** How many channels a block of those kernels looks at that reduce each image by itself. */
  static int lanes(int channels) {
    return Math.min(32, Tape.powerOfTwo(channels));
  }

  /** No more threads than an image has pixels for. */
  static int threads(int lanes, int pixels) {
    return Math.max(32, Math.min(Tape.THREADS, lanes * Tape.powerOfTwo(pixels)));
  }

  @Override
  public void forward() {
    x = tape.value(step.input());
    gate = tape.value(step.inputs().get(1));
    tape.elementwise(
        "channel_gate", n, x, gate, tape.output(step), n, image.pixels(), image.channels());
  }

  @Override
  public void backward() {
    Area dy = tape.gradient(step.output());
    Into dx = tape.into(step.input());
    if (dx != null) {
      tape.elementwise(
          "channel_gate_back",
          n,
          gate,
          dy,
          dx.area(),
          n,
          image.pixels(),
          image.channels(),
          dx.addFlag());
    }
    Into dgate = tape.into(step.inputs().get(1));
    if (dgate != null) {
      int lanes = lanes(image.channels());
      tape.launch(
          "channel_gate_back_gate",
          (image.channels() + lanes - 1) / lanes,
          tape.batch,
          1,
          threads(lanes, image.pixels()),
          x,
          dy,
          dgate.area(),
          image.pixels(),
          image.channels(),
          lanes,
          dgate.addFlag());
    }
  }
}
