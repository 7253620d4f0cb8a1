package sevennets.notebook;

import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The cell that a thread works for. The kernel knows which cell is running, not which thread runs
 * it, and a stopped cell's thread may live on while the next cell runs: so a thread remembers the
 * cell that was running when it first asked. It forgets it when it runs other code, because kernels
 * use their threads again; and when it runs the same code for another cell, for JShell keeps the
 * class of a cell that is run again unchanged.
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
    Object runs = running.get();
    if (now == null || code.get() != now || isAnothers(runs) && !othersRunCells()) {
      code = new WeakReference<>(now);
      cell = runs;
    }
    return cell;
  }

  private boolean isAnothers(Object runs) {
    return runs != null && runs != cell;
  }

  /**
   * Whether the cell that is running has a thread other than this, which then is a stopped one's.
   */
  private static boolean othersRunCells() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> thread.getKey() != Thread.currentThread())
        .flatMap(thread -> Arrays.stream(thread.getValue()))
        .anyMatch(frame -> frame.getMethodName().equals(ENTRY));
  }

  /**
   * Whether the calling thread runs a cell's own code, and not a task that such code has started.
   */
  boolean inACell() {
    return code().isPresent();
  }

  /** JShell makes a class of each piece of a cell. */
  private static Optional<Class<?>> code() {
    return STACK.walk(frames -> frames
        .filter(frame -> frame.getMethodName().equals(ENTRY))
        .reduce((inner, outer) -> outer)
        .map(StackWalker.StackFrame::getDeclaringClass));
  }
}
