package sevennets.kernels.cudnn;

import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** Each channel's mean, or its largest number. */
final class GlobalPoolWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final boolean largest;
  private final Shape in;
  private Area places;

  GlobalPoolWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    largest = step.op().equals("global_max");
    in = tape.shape(step.input());
  }

  @Override
  public void forward() {
    places = largest ? tape.area("places", tape.numbers(step.output())) : null;
    int lanes = GateWay.lanes(in.channels());
    tape.launch(
        "global_pool",
        (in.channels() + lanes - 1) / lanes,
        tape.batch,
        1,
        GateWay.threads(lanes, in.pixels()),
        tape.value(step.input()),
        tape.output(step),
        places,
        in.pixels(),
        in.channels(),
        lanes,
        largest ? 1 : 0);
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx != null) {
      int n = tape.numbers(step.input());
      tape.elementwise(
          "global_pool_back",
          n,
          tape.gradient(step.output()),
          places,
          dx.area(),
          n,
          in.pixels(),
          in.channels(),
          dx.addFlag());
    }
  }
}
