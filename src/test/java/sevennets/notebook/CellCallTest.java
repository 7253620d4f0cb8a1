package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CellCallTest {
  private final CellCall call = new CellCall();

  /** What JShell calls a piece of a cell. */
  private static <T> T do_it$(Supplier<T> code) {
    return code.get();
  }

  private Object askedWhile(Object running) {
    return do_it$(() -> call.cell(() -> running));
  }

  @Test
  void aCellThatIsRunAgainUnchangedIsAnotherCell() {
    assertThat(askedWhile("first")).isEqualTo("first");
    assertThat(askedWhile("second")).isEqualTo("second");
  }

  @Test
  void theThreadOfAStoppedCellStaysWithItsOwn() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1), ended = new CountDownLatch(1);
    Thread next = new Thread(() -> do_it$(() -> {
      runs.countDown();
      try {
        ended.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return null;
    }));
    do_it$(() -> {
      assertThat(call.cell(() -> "stopped")).isEqualTo("stopped");
      assertThat(call.cell(() -> null)).as("between cells").isEqualTo("stopped");
      next.start();
      try {
        runs.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      assertThat(call.cell(() -> "next")).as("the next cell's thread runs").isEqualTo("stopped");
      ended.countDown();
      return null;
    });
    next.join();
  }
}
