package sevennets.train;

import java.util.Iterator;
import sevennets.data.Batch;

/**
 * A loader's batches, of which the next may be asked for early: what goes wrong with it is told
 * when its turn comes.
 */
final class Ahead {
  private final Iterator<Batch> batches;
  private Batch next;
  private RuntimeException failure;
  private boolean asked;

  Ahead(Iterable<Batch> batches) {
    this.batches = batches.iterator();
  }

  /** The batch after the one at hand, whose arrays are given up by that; null if there is none. */
  Batch peek() {
    if (!asked) {
      asked = true;
      try {
        next = batches.hasNext() ? batches.next() : null;
      } catch (RuntimeException e) {
        next = null;
        failure = e;
      }
    }
    return next;
  }

  /** The next batch; null after the last. */
  Batch next() {
    Batch batch = peek();
    if (failure != null) {
      throw failure;
    }
    asked = false;
    return batch;
  }
}
