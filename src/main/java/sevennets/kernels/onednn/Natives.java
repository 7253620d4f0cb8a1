package sevennets.kernels.onednn;

import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * What one plan holds outside Java's heap: primitives, their memory, vectors. All of it is released
 * when the plan is put away, or by Java's collector where a whole net was forgotten.
 *
 * <p>The collector does not see these bytes and would let them pile up: a plan is small on the
 * heap. So plans are counted, and the collector is called when they have become many more.
 */
final class Natives implements AutoCloseable {
  /**
   * Plans that may be added at least before the collector is asked which are still in use; half as
   * many as there are, where that is more, so that a large net calls it a few times only.
   */
  static final int PATIENCE = 100;

  private static final Cleaner CLEANER = Cleaner.create();
  private static final ThreadLocal<Natives> PLANNED = new ThreadLocal<>();
  private static int open;
  private static int limit = PATIENCE;

  private final Releases releases = new Releases();
  private final Cleaner.Cleanable cleanable = CLEANER.register(this, releases);
  private boolean closed;

  /** Apart from its owner, whose end it must not hinder. */
  private static final class Releases implements Runnable {
    private final Deque<Runnable> last = new ArrayDeque<>();

    @Override
    public synchronized void run() {
      last.forEach(Runnable::run);
      last.clear();
      closedOne();
    }

    synchronized void add(Runnable release) {
      last.push(release);
    }
  }

  private Natives() {}

  /** Makes a plan. What the maker allocates belongs to {@code natives}. */
  static <P> P plan(Natives natives, Supplier<P> maker) {
    Natives outer = PLANNED.get();
    PLANNED.set(natives);
    try {
      return maker.get();
    } catch (Throwable e) {
      natives.close();
      throw e;
    } finally {
      PLANNED.set(outer);
    }
  }

  static Natives open() {
    if (openedOne()) System.gc();
    return new Natives();
  }

  /** Whether a plan is being made on this thread. */
  static boolean planning() {
    return PLANNED.get() != null;
  }

  /** Of the plan that is being made on this thread; outside of any, of whoever asks. */
  static Natives planned() {
    return planning() ? PLANNED.get() : open();
  }

  private static synchronized boolean openedOne() {
    open++;
    if (open <= limit) return false;
    limit = most();
    return true;
  }

  private static synchronized void closedOne() {
    open--;
    limit = Math.min(limit, most());
  }

  private static int most() {
    return open + Math.max(PATIENCE, open / 2);
  }

  /** Plans that are held now, those among them that the collector has yet to find. */
  static synchronized int count() {
    return open;
  }

  /** Has {@code release} run when this is closed, later ones first. */
  void add(Runnable release) {
    releases.add(release);
  }

  /**
   * Asked with this monitor held, so that nothing is released while it is in use.
   *
   * @throws IllegalStateException if it was released before
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("a net was run by two threads at once, on images of many"
          + " sizes; give each thread a net of its own (net.clone())");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    cleanable.clean();
  }
}
