package sevennets.kernel;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a cell's code was stopped. Java can't end a thread from outside; an interrupted one goes
 * on unless it looks. So {@link Loops} lets each loop of a cell look here before it goes round
 * again.
 */
public final class Stopped {
  /** Those that have begun a cell's code; they may be at rest again. */
  private static final Set<Thread> begun = ConcurrentHashMap.newKeySet();

  private static volatile Set<Thread> stopped = Set.of();

  private Stopped() {}

  /** Said by a cell's code as it begins. */
  public static synchronized void begin() {
    Thread self = Thread.currentThread();
    begun.removeIf(thread -> !thread.isAlive());
    begun.add(self);
    if (stopped.contains(self)) {
      Set<Thread> others = ConcurrentHashMap.newKeySet();
      others.addAll(stopped);
      others.remove(self);
      stopped = others;
    }
  }

  /** Stops all that is at work. */
  static synchronized void all() {
    stopped = Set.copyOf(begun);
  }

  /**
   * Asked by a cell's loop.
   *
   * @throws CancellationException if it is to end
   */
  public static void ask() {
    Set<Thread> told = stopped;
    if (!told.isEmpty() && told.contains(Thread.currentThread())) {
      throw new CancellationException("stopped");
    }
  }
}
