package sevennets.graph;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.files.Zip;

/**
 * Reads a net that Deeplearning4j's {@code ModelSerializer} or a training here has written, from
 * whoever it comes. Two or three entries of the file are read, the configuration, the weights and
 * the updater's state, each within bounds; whatever else the file holds is never opened.
 * {@code ModelSerializer} itself makes Java objects of an entry {@code preprocessor.bin}, and so
 * runs a stranger's code.
 *
 * <pre>{@code
 * ComputationGraph net = NetFile.read(folder.resolve("best.zip"));  // no class of the file is loaded
 * }</pre>
 */
public final class NetFile {
  public static final String CONFIGURATION = "configuration.json";
  public static final String WEIGHTS = "coefficients.bin";
  private static final String UPDATER = "updaterState.bin";

  private NetFile() {}

  /**
   * The net with its weights.
   *
   * @throws IllegalArgumentException in one sentence, if the file is not there, or is no such net
   */
  public static ComputationGraph read(Path file) {
    return read(file, false);
  }

  /** The net with its weights and, where the file holds one, the updater's state. */
  public static ComputationGraph readWithUpdater(Path file) {
    return read(file, true);
  }

  private static ComputationGraph read(Path file, boolean updater) {
    try (Zip zip = Zip.open(file)) {
      ComputationGraph net = net(zip.text(CONFIGURATION, NetJson.MOST_BYTES), zip);
      if (updater && zip.names().contains(UPDATER)) {
        INDArray state = net.getUpdater().getStateViewArray();
        if (state == null) {
          throw new IOException("it holds an updater's state, and its net's updaters have none");
        }
        state.assign(StoredArray.row(zip, UPDATER, state.length()));
      }
      return net;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no model " + file, e);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s is no model that can be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static ComputationGraph net(String json, Zip zip) throws IOException {
    ComputationGraphConfiguration configuration = NetJson.parse(json);
    return net(configuration, StoredArray.row(zip, WEIGHTS, parameters(configuration)));
  }

  /**
   * A net of a configuration and weights that were read.
   *
   * @throws IOException if they do not belong together; the message goes on from "FILE is damaged:
   *     "
   */
  public static ComputationGraph net(ComputationGraphConfiguration configuration, INDArray weights)
      throws IOException {
    requireLength(configuration, weights);
    try {
      ComputationGraph net = new ComputationGraph(configuration);
      net.init(weights, false);
      return net;
    } catch (RuntimeException e) {
      throw new IOException("its configuration makes no net (%s)".formatted(reason(e)), e);
    }
  }

  /** @throws IOException if the weights are not as many as the net has */
  public static void requireLength(ComputationGraphConfiguration configuration, INDArray weights)
      throws IOException {
    long parameters = parameters(configuration);
    if (weights.length() != parameters) {
      throw new IOException(
          "it holds %,d weights, its net has %,d".formatted(weights.length(), parameters));
    }
  }

  /** Counted from the configuration, before any memory is taken. */
  private static long parameters(ComputationGraphConfiguration configuration) throws IOException {
    try {
      return configuration.getVertices().values().stream()
          .mapToLong(vertex -> vertex.numParams(false))
          .reduce(0, Math::addExact);
    } catch (RuntimeException e) {
      throw new IOException("its configuration makes no net (%s)".formatted(reason(e)), e);
    }
  }

  /** Java's words for a part that is missing are no sentence. */
  private static String reason(RuntimeException e) {
    return e instanceof NullPointerException || e.getMessage() == null
        ? "a part is missing"
        : e.getMessage();
  }
}
