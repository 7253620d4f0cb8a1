package sevennets.notebook;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import sevennets.plot.Figure;
import sevennets.plot.Plots;

/**
 * A place that is drawn on by a thread of its own, never by the one that trains. Drawing text may
 * clear a thread's interrupt flag (Java 17 and 25 do so at a process's first {@code drawString}),
 * so that the stop button would be pressed in vain; and a thread whose flag is set can't send a
 * message to the notebook's client, it would close the connection. Besides, training goes on while
 * its chart is drawn.
 */
final class Canvas {
  /** The notebook's own. One for all places: the client wants its messages one after the other. */
  static final Executor PAINTER = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "painter");
    thread.setDaemon(true);
    return thread;
  });

  private final Place place;
  private final Executor painter;
  private final AtomicReference<Supplier<Shown>> waiting = new AtomicReference<>();
  private volatile RuntimeException failure;

  Canvas(Place place, Executor painter) {
    this.place = place;
    this.painter = painter;
  }

  /** Loads what draws text, so that no other thread's first text does. */
  static void warmUp() {
    PAINTER.execute(() -> Figure.of(Plots.xy("x", "y", 100, 100)));
  }

  /**
   * Has a picture made and shown, some time soon; one that still waits is dropped in its favour.
   *
   * @throws RuntimeException whatever an earlier picture failed of
   */
  void draw(Supplier<Shown> picture) {
    if (failure != null) throw failure;
    if (waiting.getAndSet(picture) == null) painter.execute(this::drawWaiting);
  }

  /** Has a picture made and shown, and returns when it is; an interrupt does not shorten that. */
  void finish(Supplier<Shown> picture) {
    draw(picture);
    CompletableFuture.runAsync(() -> {}, painter).join();
    if (failure != null) throw failure;
  }

  private void drawWaiting() {
    try {
      place.show(waiting.getAndSet(null).get());
    } catch (RuntimeException e) {
      failure = e;
    }
  }
}
