package sevennets.kernels.cudnn;

import java.util.Arrays;
import java.util.List;
import sevennets.kernels.cudnn.Plan.Step;
import sevennets.kernels.cudnn.Tape.Into;

/** Max pooling, which keeps each maximum's place in its window, and mean pooling. */
final class PoolWay implements Ways.Way {
  private final Tape tape;
  private final Step step;
  private final boolean largest;
  private final Windows windows;
  private Area places;

  PoolWay(Tape tape, Step step) {
    this.tape = tape;
    this.step = step;
    largest = step.op().equals("max_pool");
    windows = Windows.of(tape, step);
    if (largest && windows.taps() > 256) {
      throw Ways.none("a max pool over more than 256 pixels", step.name());
    }
  }

  @Override
  public void forward() {
    Area x = tape.value(step.input()), y = tape.output(step);
    if (largest) {
      places = tape.training ? tape.area("places", (y.length + 3) / 4) : null;
      windows.overOutputs(tape, "max_pool", Arrays.asList(x, y, places));
    } else {
      windows.overOutputs(tape, "mean_pool", List.of(x, y), step.whole("count_padding"));
    }
  }

  @Override
  public void backward() {
    Into dx = tape.into(step.input());
    if (dx == null) {
      return;
    }
    Area dy = tape.gradient(step.output());
    if (largest) {
      windows.overInputs(tape, "max_pool_back", List.of(dy, places, dx.area()), dx.addFlag());
    } else {
      windows.overInputs(
          tape,
          "mean_pool_back",
          List.of(dy, dx.area()),
          step.whole("count_padding"),
          dx.addFlag());
    }
  }
}
