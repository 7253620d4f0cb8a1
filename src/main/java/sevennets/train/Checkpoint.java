package sevennets.train;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.files.AtomicFile;
import sevennets.files.Zip;
import sevennets.graph.NetFile;
import sevennets.graph.NetJson;
import sevennets.graph.StoredArray;

/**
 * All that a run needs to go on as if it had never stopped: the net, its weights, what the
 * optimizer remembers, the moving average, the position, the sums of the epoch begun, the history.
 *
 * <p>No generator's state is among it, since there is none to keep: the loader's and the net's
 * chance are seeded anew for each batch from the recipe's seed and the position.
 *
 * <p>The file is a ZIP that Deeplearning4j's {@code ModelSerializer} reads as a model, too. Its
 * last entry holds the SHA-256 of every other one, so a file that was cut off or altered is
 * recognised.
 *
 * @param net its configuration, as Deeplearning4j writes it
 * @param vectors the weights and the optimizer's memory, by the name of their entry
 */
record Checkpoint(
    String net,
    Map<String, INDArray> vectors,
    Position position,
    Tally tally,
    History history,
    String recipe) {
  private static final String NET = NetFile.CONFIGURATION;
  private static final String WEIGHTS = NetFile.WEIGHTS;
  private static final String MEMORY = "memory/";
  private static final String STATE = "training.properties";
  private static final String HISTORY = "history.csv";
  private static final String SUMS = "sums.sha256";

  /** Of an entry that is text; the largest, of the deepest net, has a million. */
  private static final int MOST_TEXT_BYTES = 20 << 20;

  /** A checkpoint that cannot be used. */
  static final class Damaged extends IOException {
    Damaged(Path file, Exception why) {
      super("%s is damaged: %s".formatted(file, why.getMessage()), why);
    }
  }

  /** Takes hold of a run's present state, without copying it: write it before the next step. */
  static Checkpoint of(
      ComputationGraph net,
      Map<String, INDArray> memory,
      Position position,
      Tally tally,
      History history,
      Recipe recipe) {
    Map<String, INDArray> vectors = new TreeMap<>();
    vectors.put(WEIGHTS, net.params());
    memory.forEach((name, vector) -> vectors.put(MEMORY + name, vector));
    return new Checkpoint(
        NetJson.of(net.getConfiguration()), vectors, position, tally, history, recipe.settings());
  }

  /** The net as it was. */
  ComputationGraph restoreNet() {
    try {
      return NetFile.net(NetJson.parse(net), vectors.get(WEIGHTS).dup());
    } catch (IOException e) {
      throw new IllegalStateException("whoever made this checkpoint had such a net", e);
    }
  }

  /** The weights that the epoch was judged by: the moving average, if the recipe keeps one. */
  INDArray judged() {
    return vectors.getOrDefault(MEMORY + WeightUpdate.AVERAGE, vectors.get(WEIGHTS));
  }

  /** Gives the weights and the optimizer's memory back to a run of the same net. */
  void restore(ComputationGraph target, Map<String, INDArray> memory) {
    target.params().assign(vectors.get(WEIGHTS));
    memory.forEach((name, vector) -> vector.assign(vectors.get(MEMORY + name)));
  }

  /** Writes the file in full or not at all. */
  void write(Path file) throws IOException {
    AtomicFile.write(file, out -> {
      ZipOutputStream zip = new ZipOutputStream(out);
      // Weights are as good as random: squeezing them takes seconds and saves a few percent.
      zip.setLevel(Deflater.NO_COMPRESSION);
      StringBuilder sums = new StringBuilder();
      entry(zip, NET, sums, to -> to.write(net.getBytes(StandardCharsets.UTF_8)));
      for (Map.Entry<String, INDArray> vector : vectors.entrySet()) {
        entry(
            zip,
            vector.getKey(),
            sums,
            to -> Nd4j.write(vector.getValue(), new DataOutputStream(to)));
      }
      entry(zip, STATE, sums, to -> to.write(state().getBytes(StandardCharsets.UTF_8)));
      entry(zip, HISTORY, sums, to -> to.write(history.csv().getBytes(StandardCharsets.UTF_8)));
      entry(
          zip,
          SUMS,
          new StringBuilder(),
          to -> to.write(sums.toString().getBytes(StandardCharsets.UTF_8)));
      zip.finish();
    });
  }

  /**
   * Reads a checkpoint and checks every byte of it.
   *
   * @throws Damaged if it was cut off or altered; the message names the file
   * @throws TrainingException if nothing is known to be wrong with it and yet it can't be used here
   *     and now: an older version wrote it, whose nets this one can't make; the system would not
   *     let it be read, or has no memory for it
   */
  static Checkpoint read(Path file) throws IOException {
    try (Zip zip = Zip.open(file)) {
      requireSums(zip);
      Map<String, INDArray> vectors = new TreeMap<>();
      for (String entry : zip.names()) {
        if (entry.equals(WEIGHTS) || entry.startsWith(MEMORY)) {
          vectors.put(entry, StoredArray.row(zip, entry));
        }
      }
      Properties state = new Properties();
      state.load(new StringReader(text(zip, STATE)));
      Checkpoint read = new Checkpoint(
          text(zip, NET),
          vectors,
          Position.parse(fact(state, "position")),
          Tally.parse(fact(state, "tally")),
          History.parse(text(zip, HISTORY)),
          fact(state, "recipe"));
      read.requireConsistent();
      return read;
    } catch (NetJson.Outdated e) {
      throw new TrainingException(
          "%s can't be gone on from: %s".formatted(file, e.getMessage()), e);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | StoredArray.NoMemory e) {
      throw new TrainingException(
          "%s can't be read now: %s; nothing was changed".formatted(file, reason(e)), e);
    } catch (IOException | IllegalArgumentException e) {
      throw new Damaged(file, e);
    }
  }

  /** Of a file that may not be read Java says no more than its name. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) return "its permissions don't allow it";
    return e instanceof FileSystemException system && system.getReason() != null
        ? system.getReason()
        : e.getMessage();
  }

  /** That the net and its vectors belong together: sums say only that nothing was altered since. */
  private void requireConsistent() throws IOException {
    if (!vectors.containsKey(WEIGHTS)) {
      throw new IOException("it has no '" + WEIGHTS + "'");
    }
    NetFile.requireLength(NetJson.parse(net), vectors.get(WEIGHTS));
    for (Map.Entry<String, INDArray> vector : vectors.entrySet()) {
      if (vector.getValue().length() != vectors.get(WEIGHTS).length()) {
        throw new IOException("its '%s' holds %,d numbers, its net has %,d weights"
            .formatted(
                vector.getKey(),
                vector.getValue().length(),
                vectors.get(WEIGHTS).length()));
      }
    }
  }

  private String state() {
    return "position=%s%ntally=%s%nrecipe=%s%n".formatted(position, tally, recipe);
  }

  private static void entry(
      ZipOutputStream zip, String name, StringBuilder sums, AtomicFile.Content content)
      throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    DigestOutputStream digest = new DigestOutputStream(zip, sha256());
    // ND4J writes a number at a time; in blocks both the sum and the ZIP are many times faster.
    OutputStream blocks = new BufferedOutputStream(digest, 1 << 16);
    content.writeTo(blocks);
    blocks.flush();
    zip.closeEntry();
    sums.append(HexFormat.of().formatHex(digest.getMessageDigest().digest()))
        .append("  ")
        .append(name)
        .append('\n');
  }

  /** Finds every entry to be what was written, and none missing or added. */
  private static void requireSums(Zip zip) throws IOException {
    Set<String> expected = new TreeSet<>(zip.names());
    expected.remove(SUMS);
    for (String line : text(zip, SUMS).lines().toList()) {
      String[] sumAndName = line.split("  ", 2);
      if (sumAndName.length != 2 || !expected.remove(sumAndName[1])) {
        throw new IOException(
            "its '%s' should name each other entry once, with its SHA-256 sum".formatted(SUMS));
      }
      if (!sum(zip, sumAndName[1]).equals(sumAndName[0])) {
        throw new IOException("its '" + sumAndName[1] + "' is not what was written");
      }
    }
    if (!expected.isEmpty()) {
      throw new IOException(
          "its '%s' has no sum of '%s'".formatted(SUMS, expected.iterator().next()));
    }
  }

  private static String sum(Zip zip, String entry) throws IOException {
    try (DigestInputStream in = new DigestInputStream(open(zip, entry), sha256())) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    }
  }

  /** Nothing is squeezed, so that no entry is larger than the file. */
  private static InputStream open(Zip zip, String entry) throws IOException {
    long size = zip.size(entry);
    if (size > zip.packedSize(entry)) {
      throw new IOException("its '%s' is squeezed, as no checkpoint's is".formatted(entry));
    }
    return zip.open(entry, size);
  }

  private static String text(Zip zip, String entry) throws IOException {
    return zip.text(entry, MOST_TEXT_BYTES);
  }

  private static String fact(Properties state, String name) throws IOException {
    String value = state.getProperty(name);
    if (value == null) {
      throw new IOException("its '%s' has no %s".formatted(STATE, name));
    }
    return value;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
