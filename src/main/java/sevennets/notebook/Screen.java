package sevennets.notebook;

import java.util.concurrent.Executor;

/** Where outputs appear: below the cells of a notebook, or in a terminal. */
interface Screen {
  /** A new place below the cell that the calling thread works for. Nothing is shown there yet. */
  Place open();

  /** What draws and shows; the calling thread itself, unless a screen says otherwise. */
  default Executor painter() {
    return Runnable::run;
  }

  /** A new place that the screen's painter draws on. */
  default Canvas canvas() {
    return new Canvas(open(), painter());
  }
}
