package sevennets.data;

/**
 * How fast a loader makes batches when nobody trains on them: compare it with what the net can
 * take.
 *
 * <pre>{@code
 * Throughput pace = Throughput.of(Loader.evaluation(data.test(), normalisation, 250), 5);
 * double images = pace.imagesPerSecond();
 * }</pre>
 *
 * @param images the images that were made
 * @param seconds the time they took
 */
public record Throughput(long images, double seconds) {
  public double imagesPerSecond() {
    return images / seconds;
  }

  /** Runs a loader for at least so many seconds, after one that is not counted. */
  public static Throughput of(Loader loader, double seconds) {
    run(loader, 1);
    return run(loader, seconds);
  }

  private static Throughput run(Loader loader, double seconds) {
    long start = System.nanoTime();
    long images = 0;
    for (int epoch = 0; ; epoch++) {
      for (Batch batch : loader.epoch(epoch, 0)) {
        images += batch.size();
        double elapsed = (System.nanoTime() - start) / 1e9;
        if (elapsed >= seconds) {
          return new Throughput(images, elapsed);
        }
      }
    }
  }
}
