package sevennets.train;

import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import sevennets.data.Dataset;

/**
 * The memory that training will take, in bytes, before it takes it. Linux grants memory that it does not have and later
 * kills who uses it, so a run that cannot fit would end without a word.
 *
 * <p>In the first steps of six nets from ResNet-20 to VGG-11 it lay between 1.0 and 1.8 times what was taken: it keeps all
 * activations and all their gradients at once, of which Deeplearning4j frees some early.
 *
 * @param fixed weights, gradient, the optimizer's memory; compiled code and batches made ahead
 * @param perImage activations and their gradients, for each image of a batch
 */
record MemoryNeed(long fixed, long perImage) {
  private static final long JAVA_AND_LIBRARIES = 450L << 20;

  /** For a net that so many workers train, each with weights and a gradient of its own. */
  static MemoryNeed of(ComputationGraph net, WeightUpdate update, Dataset images, int workers) {
    long numbers = Shapes.of(net, images).values().stream().mapToLong(InputType::arrayElementsPerExample).sum();
    // Workers hand the weights back and forth in one more.
    long vectors = (workers == 1 ? 2 : 2L * workers + 1) + update.memory().size();
    return new MemoryNeed(JAVA_AND_LIBRARIES + vectors * net.params().length() * Float.BYTES, 2 * numbers * Float.BYTES);
  }

  /**
   * Refuses a batch that does not fit.
   *
   * @param available bytes that the machine can still give
   * @throws TrainingException with the largest batch that fits
   */
  void check(int batchSize, long available) {
    long need = fixed + batchSize * perImage;
    if (need <= available) {
      return;
    }
    long fitting = (available - fixed) / perImage;
    String way = fitting < 1
        ? "not even a batch of 1 fits; take a smaller net or smaller images"
        : "the largest batch that fits is " + fitting + " (--batch " + fitting + ")";
    throw new TrainingException("""
        this net needs about %s of memory at batch size %d (%s for its weights and the libraries, %s for each image), and %s \
        are free here; %s. The estimate is on the safe side: --no-memory-check tries it all the same.""".formatted(
            gibibytes(need), batchSize, gibibytes(fixed), gibibytes(perImage), gibibytes(available), way));
  }

  /** What the operating system can still give to this process, in bytes. */
  static long available() {
    return Pointer.availablePhysicalBytes();
  }

  private static String gibibytes(long bytes) {
    return bytes < 1 << 30 ? "%.1f MiB".formatted(bytes / (double) (1 << 20)) : "%.1f GiB".formatted(bytes / (double) (1 << 30));
  }
}
