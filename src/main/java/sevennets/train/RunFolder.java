package sevennets.train;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevennets.files.AtomicFile;
import sevennets.files.Bytes;
import sevennets.files.FolderLock;

/**
 * A run on disk: {@code history.csv}, {@code run.properties}, the last checkpoints, and
 * {@code best.zip}, the one with the highest validation accuracy. Whatever happens, each file is
 * there in full or not at all.
 */
final class RunFolder {
  private static final int KEPT = 3;
  private static final Pattern NAME = Pattern.compile("checkpoint-(\\d{4,9})-(\\d{6,9})\\.zip");
  private static final String LOCK = "run.lock";
  private static final String FACTS = "run.properties";
  static final String BEST = "best.zip";

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Opens a folder, made if it is not there; another process may be training in it. */
  static RunFolder open(Path folder) {
    RunFolder run = new RunFolder(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new TrainingException(
          "cannot write into the run's folder %s: %s".formatted(folder, reason(e)), e);
    }
    return run;
  }

  /**
   * Keeps every other training out until it is closed, and clears away what one that was killed had
   * not finished writing.
   *
   * @throws TrainingException if another training is in the folder
   */
  FolderLock lock() {
    try {
      FolderLock lock = FolderLock.take(folder, LOCK);
      AtomicFile.removeUnfinished(folder);
      return lock;
    } catch (FolderLock.Held e) {
      throw new TrainingException(
          "%s is training in %s; wait until it has ended, or choose another folder"
              .formatted(e.getMessage(), folder),
          e);
    } catch (IOException e) {
      throw new TrainingException(
          "cannot lock the run's folder %s: %s".formatted(folder, reason(e)), e);
    }
  }

  /** Whether a run has already left something to go on from. */
  boolean hasCheckpoints() {
    return !checkpoints().isEmpty();
  }

  /**
   * Writes a checkpoint, and removes those that have become too old. The best goes first: whoever
   * is killed before the checkpoint has its name trains that epoch again, and writes the same best.
   */
  void save(Checkpoint checkpoint, boolean best) {
    Position at = checkpoint.position();
    Path file = file(at);
    try {
      if (best) {
        checkpoint.write(folder.resolve(BEST));
        AtomicFile.write(file, out -> Files.copy(folder.resolve(BEST), out));
      } else {
        checkpoint.write(file);
      }
      writeHistory(checkpoint.history());
      removeOlder(KEPT);
    } catch (IOException e) {
      throw new TrainingException(
          """
          training stops after epoch %d, batch %d: cannot write %s (%s). What was saved before is untouched%s. \
          Make room, then resume.""".formatted(
                  at.epoch(),
                  at.batch(),
                  file,
                  reason(e),
                  checkpoints().stream()
                      .findFirst()
                      .map(last -> "; the last is " + last.getFileName())
                      .orElse("")),
          e);
    }
  }

  /** Leaves so many of the newest checkpoints. */
  private void removeOlder(int kept) throws IOException {
    List<Path> all = checkpoints();
    for (Path old : all.subList(Math.min(kept, all.size()), all.size())) {
      Files.deleteIfExists(old);
    }
  }

  private Path file(Position at) {
    return folder.resolve(
        String.format(Locale.ROOT, "checkpoint-%04d-%06d.zip", at.epoch(), at.batch()));
  }

  /** The names of the checkpoints, damaged or not: another training would change them. */
  Set<Path> names() {
    return Set.copyOf(checkpoints());
  }

  /**
   * Brings the files beside the checkpoint up to it: whoever was killed just after it was written
   * has an older history, and a checkpoint too many.
   */
  void complete(Checkpoint last) {
    try {
      writeHistory(last.history());
      // The newer ones may be damaged.
      removeOlder(Math.max(KEPT, checkpoints().indexOf(file(last.position())) + 1));
    } catch (IOException e) {
      throw new TrainingException(
          "cannot write into the run's folder %s: %s".formatted(folder, reason(e)), e);
    }
  }

  private void writeHistory(History history) throws IOException {
    AtomicFile.write(
        folder.resolve("history.csv"),
        out -> out.write(history.csv().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param warn told of each damaged one that is passed over
   * @throws TrainingException if one can't be read now: it may be whole, and an older one would
   *     take the run back for nothing
   */
  Optional<Checkpoint> last(Consumer<String> warn) {
    for (Path file : checkpoints()) {
      try {
        return Optional.of(Checkpoint.read(file));
      } catch (IOException e) {
        warn.accept(e.getMessage() + "; going back to the checkpoint before it");
      }
    }
    return Optional.empty();
  }

  /** Writes what the run is made of, as properties. */
  void describe(Map<String, String> facts) {
    StringBuilder text = new StringBuilder();
    facts.forEach(
        (name, value) -> text.append(name).append('=').append(escaped(value)).append('\n'));
    try {
      AtomicFile.write(
          folder.resolve(FACTS),
          out -> out.write(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new TrainingException(
          "cannot write into the run's folder %s: %s".formatted(folder, reason(e)), e);
    }
  }

  /** So that {@link Properties} reads it back, whatever a path or a note holds. */
  private static String escaped(String value) {
    String escaped = value
        .replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t")
        .replace("\f", "\\f");
    return escaped.startsWith(" ") ? "\\" + escaped : escaped;
  }

  /** What {@link #describe} wrote; nothing if it was not called. */
  Map<String, String> facts() {
    Path file = folder.resolve(FACTS);
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Bytes.text(file)));
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw new TrainingException(
          "%s should hold lines NAME=VALUE in UTF-8; it does not".formatted(file), e);
    } catch (IOException e) {
      throw new TrainingException("cannot read %s: %s".formatted(file, reason(e)), e);
    }
    Map<String, String> facts = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> facts.put(name, properties.getProperty(name)));
    return facts;
  }

  /**
   * The newest first, by the numbers in their names: as text, epoch 10,000 would come before 9,999.
   */
  private List<Path> checkpoints() {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(
        folder, file -> NAME.matcher(file.getFileName().toString()).matches())) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new TrainingException(
          "cannot read the run's folder %s: %s".formatted(folder, reason(e)), e);
    }
    files.sort(Comparator.comparingInt((Path file) -> number(file, 1))
        .thenComparingInt(file -> number(file, 2))
        .reversed());
    return files;
  }

  /** The epoch (1) or the batch (2) in a checkpoint's name. */
  private static int number(Path file, int group) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) throw new IllegalArgumentException(file + " is no checkpoint's name");
    return Integer.parseInt(name.group(group));
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  /**
   * Of some failures Java's message names the file alone, and only the exception's class says what
   * was wrong.
   */
  private static String reason(Exception e) {
    return e instanceof FileSystemException
        ? e.getClass().getSimpleName() + ": " + e.getMessage()
        : e.getMessage();
  }
}
