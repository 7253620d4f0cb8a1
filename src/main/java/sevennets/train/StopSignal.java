package sevennets.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Listens for the user's or the system's wish that training end: an interrupt of the training
 * thread, which is what a notebook's stop button is, or the end of the Java process by SIGTERM or
 * Ctrl-C. The process is held until training has ended and saved.
 *
 * <p>An interrupt can be lost: whatever the thread calls may clear its flag. So whoever runs
 * trainings for others ({@link #alsoWhen}) is asked besides whether the caller is still there.
 *
 * <pre>{@code
 * StopSignal.alsoWhen(() -> () -> deadline.isBefore(java.time.Instant.now()));  // besides Ctrl-C and the stop button
 * }</pre>
 */
public final class StopSignal implements AutoCloseable {
  /** Longer than any checkpoint takes to write; the system may lose patience earlier. */
  private static final long HELD_SECONDS = 300;

  private static volatile Supplier<BooleanSupplier> callers = () -> () -> false;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::hold, "finish-training");
  private volatile boolean exiting;
  private final BooleanSupplier callerGone = callers.get();
  private boolean interrupted;

  /**
   * From now on a training ends, as by an interrupt, also when its caller has gone.
   *
   * @param callers called on the thread that begins a training; what it returns is asked after each
   *     batch whether that training's caller has gone
   */
  public static void alsoWhen(Supplier<BooleanSupplier> callers) {
    StopSignal.callers = callers;
  }

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether training is to end after the batch at hand. */
  boolean requested() {
    // Cleared, because Java closes any file that an interrupted thread writes to; close() sets it
    // again.
    boolean asked = Thread.interrupted();
    interrupted |= asked || callerGone.getAsBoolean();
    return interrupted || exiting;
  }

  /** What asked for the end. */
  String reason() {
    return exiting ? "the process was told to end" : "interrupted";
  }

  @Override
  public void close() {
    ended.countDown();
    if (!exiting) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void hold() {
    exiting = true;
    try {
      ended.await(HELD_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
