package sevennets.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights that a run has come to: those of its best epoch, or of its last checkpoint.
 *
 * <pre>{@code
 * RunWeights.into(net, Path.of("runs/mine"), System.err::println);  // the best epoch's
 * }</pre>
 */
public final class RunWeights {
  private RunWeights() {}

  /**
   * Gives a net the weights of a run. Of a run that averages weights it is the average, by which
   * its epochs were judged.
   *
   * @param net made from the graph that the run trains
   * @param warn told, in a sentence, of every checkpoint that is damaged and passed over
   * @throws IllegalArgumentException if the folder holds no run, or one of another net
   */
  public static void into(ComputationGraph net, Path folder, Consumer<String> warn) {
    if (!Files.isDirectory(folder))
      throw new IllegalArgumentException("there is no run's folder %s".formatted(folder));
    give(net, best(folder, warn), folder);
  }

  /**
   * Gives a net the weights of one checkpoint of a run, such as {@code best.zip}.
   *
   * @throws IllegalArgumentException if it is damaged, or of another net
   */
  public static void ofCheckpoint(ComputationGraph net, Path file) {
    try {
      give(net, Checkpoint.read(file), file);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static Checkpoint best(Path folder, Consumer<String> warn) {
    Path best = folder.resolve(RunFolder.BEST);
    if (Files.exists(best)) {
      try {
        return Checkpoint.read(best);
      } catch (IOException damaged) {
        warn.accept(damaged.getMessage());
      }
    }
    Optional<Checkpoint> last = RunFolder.open(folder).last(warn);
    return last.orElseThrow(() -> new IllegalArgumentException(
        "there is no trained net in %s: neither best.zip nor a checkpoint".formatted(folder)));
  }

  private static void give(ComputationGraph net, Checkpoint checkpoint, Path from) {
    INDArray weights = checkpoint.judged();
    if (weights.length() != net.numParams())
      throw new IllegalArgumentException(
          "%s was not made from this net: it has %,d weights, the net %,d"
              .formatted(from, weights.length(), net.numParams()));
    net.params().assign(weights);
  }
}
