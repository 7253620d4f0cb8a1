package sevennets.data;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that all loaders share: as many as cores, or as property
 * {@code sevennets.loader.threads} says.
 */
final class LoaderThreads {
  static final int COUNT = Math.max(
      1,
      Integer.getInteger("sevennets.loader.threads", Runtime.getRuntime().availableProcessors()));
  static final ThreadPoolExecutor POOL = start();

  private LoaderThreads() {}

  private static ThreadPoolExecutor start() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool = new ThreadPoolExecutor(
        COUNT, COUNT, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
          Thread thread = new Thread(task, "loader-" + number.incrementAndGet());
          // They never keep a finished program alive.
          thread.setDaemon(true);
          return thread;
        });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
