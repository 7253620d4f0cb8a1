package sevennets.train;

import java.util.Optional;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Dataset;

/**
 * The memory that training will take, in bytes, before it takes it. Linux grants memory that it
 * does not have and later kills who uses it, so a run that cannot fit would end without a word.
 *
 * <p>How much more than its activations a net takes depends on its layers, on what Deeplearning4j
 * frees early, and on what it holds twice while it learns how large a step is. So this is a range,
 * found by measuring eight nets.
 *
 * @param fixed weights, gradient, the optimizer's memory; compiled code and batches made ahead
 * @param least for each image of a batch, what every net took
 * @param most for each image of a batch, what no net exceeded
 */
record MemoryNeed(long fixed, long least, long most) {
  private static final long JAVA_AND_LIBRARIES = 450L << 20;
  /**
   * In sizes of an image's activations: of eight nets vgg11_small took least, 1.4, and
   * seresnet20_cifar most, 4.7.
   */
  private static final int LEAST = 1;

  private static final int MOST = 5;

  /** For a net that so many workers train, each with weights and a gradient of its own. */
  static MemoryNeed of(ComputationGraph net, WeightUpdate update, Dataset images, int workers) {
    long numbers = Shapes.of(net, images).values().stream()
        .mapToLong(InputType::arrayElementsPerExample)
        .sum();
    long activations = numbers * Float.BYTES;
    // Workers hand the weights back and forth in one more.
    long vectors = (workers == 1 ? 2 : 2L * workers + 1) + update.vectors();
    return new MemoryNeed(
        JAVA_AND_LIBRARIES + vectors * net.params().length() * Float.BYTES,
        LEAST * activations,
        MOST * activations);
  }

  /**
   * Refuses a batch that cannot fit.
   *
   * @param available bytes that the machine can still give
   * @return a warning, if the batch may not fit
   * @throws TrainingException if it cannot; the message names the largest batch that surely fits
   */
  Optional<String> check(int batchSize, long available) {
    if (fixed + batchSize * most <= available) {
      return Optional.empty();
    }
    String need = "this net needs %s to %s of memory at batch size %d, and %s are free here; %s"
        .formatted(
            size(fixed + batchSize * least),
            size(fixed + batchSize * most),
            batchSize,
            size(available),
            wayOut(available));
    if (fixed + batchSize * least > available) {
      throw new TrainingException(need + ". --no-memory-check tries it all the same.");
    }
    return Optional.of(need);
  }

  private String wayOut(long available) {
    long surely = (available - fixed) / most;
    long perhaps = (available - fixed) / least;
    if (surely >= 1) {
      return "the largest batch that surely fits is %d (--batch %d)".formatted(surely, surely);
    }
    return perhaps >= 1
        ? "the largest batch that may fit is %d (--batch %d)".formatted(perhaps, perhaps)
        : "not even a batch of 1 fits; take a smaller net or smaller images";
  }

  /** What the operating system, or the container, can still give to this process, in bytes. */
  static long available() {
    long machine = Pointer.availablePhysicalBytes();
    return Math.min(machine, ContainerMemory.here().available().orElse(machine));
  }

  private static String size(long bytes) {
    return bytes < 1 << 30
        ? "%.1f MiB".formatted(bytes / (double) (1 << 20))
        : "%.1f GiB".formatted(bytes / (double) (1 << 30));
  }
}
