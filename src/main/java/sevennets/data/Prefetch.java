package sevennets.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import sevennets.data.SlotPool.Slot;
import sevennets.files.DataException;

/**
 * The batches of one epoch, the next ones in the making while one is in use.
 *
 * <p>No thread ever waits here but the one that iterates: a batch is started when a place for it is
 * free, that is when another is asked for. So an iteration that is abandoned leaves nothing behind.
 */
final class Prefetch implements Iterator<Batch> {
  /**
   * How many batches are made ahead. Each is made by all threads together, so more would only hold
   * memory.
   */
  static final int AHEAD = 2;

  /** A batch in the making. */
  private record Pending(Slot slot, CompletableFuture<Void> done) {}

  private final BatchWriter writer;
  private final SlotPool pool;
  private final EpochPlan plan;
  private final Queue<Pending> ahead = new ArrayDeque<>();
  private int started;
  private int given;
  private Slot inUse;
  private volatile boolean stopped;

  Prefetch(BatchWriter writer, SlotPool pool, EpochPlan plan, int fromBatch) {
    this.writer = writer;
    this.pool = pool;
    this.plan = plan;
    started = fromBatch;
    given = fromBatch;
    for (int i = 0; i < AHEAD; i++) {
      startNext();
    }
  }

  @Override
  public boolean hasNext() {
    if (given == plan.batches() || stopped) {
      release();
      return false;
    }
    return true;
  }

  @Override
  public Batch next() {
    if (!hasNext()) {
      throw new NoSuchElementException(
          "epoch %d has %d batches".formatted(plan.epoch(), plan.batches()));
    }
    release();
    startNext();
    Pending pending = ahead.remove();
    await(pending);
    given++;
    inUse = pending.slot();
    return inUse.batch();
  }

  private void release() {
    if (inUse != null) {
      pool.giveBack(inUse);
      inUse = null;
    }
  }

  private void startNext() {
    if (started == plan.batches()) {
      return;
    }
    int batch = started++;
    int size = plan.size(batch);
    Slot slot = pool.take(size);
    int parts = Math.min(size, LoaderThreads.COUNT);
    CompletableFuture<?>[] writing = new CompletableFuture<?>[parts];
    for (int i = 0; i < parts; i++) {
      int from = (int) ((long) size * i / parts);
      int to = (int) ((long) size * (i + 1) / parts);
      writing[i] =
          CompletableFuture.runAsync(() -> write(slot, batch, from, to), LoaderThreads.POOL);
    }
    ahead.add(new Pending(
        slot, CompletableFuture.allOf(writing).thenRun(() -> writer.finish(slot, plan, batch))));
  }

  private void write(Slot slot, int batch, int from, int to) {
    for (int position = from; position < to && !stopped; position++) {
      writer.write(slot, plan, batch, position);
    }
  }

  private void await(Pending pending) {
    try {
      // Where batches are always ready, nothing else would ever look.
      if (Thread.interrupted()) throw new InterruptedException();
      pending.done().get();
    } catch (InterruptedException e) {
      stopped = true;
      Thread.currentThread().interrupt();
      throw new CancellationException(
          "interrupted while waiting for batch %d of epoch %d".formatted(given, plan.epoch()));
    } catch (ExecutionException e) {
      stopped = true;
      throw asUnchecked(e.getCause());
    }
  }

  private RuntimeException asUnchecked(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    // A new exception, so that its trace shows the thread that asked as well as the one that
    // failed.
    return new DataException(cause.getMessage(), cause);
  }
}
