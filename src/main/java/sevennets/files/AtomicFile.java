package sevennets.files;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file so that it is there in full or not at all, whenever the machine stops.
 *
 * <pre>{@code
 * AtomicFile.write(folder.resolve("history.csv"), out -> out.write(history.csv().getBytes()));  // in full or not at all
 * }</pre>
 */
public final class AtomicFile {
  private static final String UNFINISHED = ".unfinished";

  /** Writes a file's content. */
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFile() {}

  /**
   * Writes {@code content} beside {@code file}, makes sure that it is on the disk, then gives it
   * its name. A file of that name is replaced; if writing fails it is left as it was.
   */
  public static void write(Path file, Content content) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + UNFINISHED);
    try (FileOutputStream out = new FileOutputStream(unfinished.toFile())) {
      OutputStream buffered = new BufferedOutputStream(out, 1 << 20);
      content.writeTo(buffered);
      buffered.flush();
      out.getFD().sync();
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    sync(file.toAbsolutePath().getParent());
  }

  /** Removes what was being written when the machine stopped. */
  public static void removeUnfinished(Path folder) throws IOException {
    try (var files = Files.newDirectoryStream(folder, "*" + UNFINISHED)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  /**
   * The new name itself must reach the disk; where a folder cannot be opened (Windows) the system
   * sees to it.
   */
  private static void sync(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return;
    }
  }
}
