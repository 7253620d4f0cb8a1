package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sevennets.kernels.cudnn.Plan.Shape;
import sevennets.kernels.cudnn.Plan.Step;

/**
 * A window that slides over images, as the kernels that take one want it: a block for part of one
 * row of one image.
 *
 * @param width how many channels a thread takes at once
 */
record Windows(int batch, Shape in, Shape out, Step step, int width) {

  static Windows of(Tape tape, Step step) {
    Shape in = tape.shape(step.input());
    return new Windows(
        tape.batch, in, tape.shape(step.output()), step, in.channels() % 4 == 0 ? 4 : 1);
  }

  int taps() {
    return step.whole("kernel_height") * step.whole("kernel_width");
  }

  /** A thread for each pack of channels of the output. */
  void overOutputs(Tape tape, String kernel, List<Object> areas, Object... more) {
    launch(tape, kernel, out, areas, more);
  }

  /** A thread for each pack of channels of the input. */
  void overInputs(Tape tape, String kernel, List<Object> areas, Object... more) {
    launch(tape, kernel, in, areas, more);
  }

  private void launch(Tape tape, String kernel, Shape of, List<Object> areas, Object... more) {
    int places = of.width() * of.channels() / width;
    int threads = Math.max(32, Math.min(Tape.THREADS, Tape.powerOfTwo(places)));
    tape.launch(
        width == 1 ? kernel : kernel + width,
        (places + threads - 1) / threads,
        of.height(),
        batch,
        threads,
        arguments(areas, more));
  }

  /** Areas, the window, and what follows it. */
  Object[] arguments(List<Object> areas, Object... more) {
    List<Object> all = new ArrayList<>(areas);
    all.addAll(List.of(
        in.height(),
        in.width(),
        out.height(),
        out.width(),
        in.channels(),
        step.whole("kernel_height"),
        step.whole("kernel_width"),
        step.whole("stride_height"),
        step.whole("stride_width"),
        step.whole("padding_height"),
        step.whole("padding_width")));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }
}
