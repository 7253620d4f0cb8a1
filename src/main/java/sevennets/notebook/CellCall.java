package sevennets.notebook;

import java.lang.ref.WeakReference;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cell that a thread works for. The kernel knows which cell is running, not which thread runs
 * it, and a stopped cell's thread may live on while the next cell runs: so a thread remembers the
 * cell that was running when it first asked. It forgets it when it runs other code, because kernels
 * use their threads again.
 */
final class CellCall {
  /** How JShell calls the method that a piece of a cell becomes. */
  private static final String ENTRY = "do_it$";

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private WeakReference<Class<?>> code = new WeakReference<>(null);
  private Object cell;

  /** @param running says which cell is running */
  Object cell(Supplier<Object> running) {
    Class<?> now = code().orElse(null);
    if (now == null || code.get() != now) {
      code = new WeakReference<>(now);
      cell = running.get();
    }
    return cell;
  }

  /**
   * Whether the calling thread runs a cell's own code, and not a task that such code has started.
   */
  boolean inACell() {
    return code().isPresent();
  }

  /** JShell makes a class of each piece of a cell, and a new one when the cell is run again. */
  private static Optional<Class<?>> code() {
    return STACK.walk(frames -> frames
        .filter(frame -> frame.getMethodName().equals(ENTRY))
        .reduce((inner, outer) -> outer)
        .map(StackWalker.StackFrame::getDeclaringClass));
  }
}
