package sevennets.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * A folder that one process at a time works in. The system frees it when the process ends, however
 * it ends. The lock's file says who holds it and stays where it is: to delete it would let two
 * processes lock two files of one name.
 *
 * <pre>{@code
 * try (FolderLock lock = FolderLock.take(folder, ".lock")) {
 *   Files.writeString(folder.resolve("result.txt"), sum);
 * }
 * }</pre>
 */
public final class FolderLock implements Closeable {
  /**
   * Beyond what is written, so that others can read it while it is locked: Windows forbids that.
   */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /**
   * Held by this process. The system's own answer would come too late: to open and close the file
   * once more frees a lock that the same process holds.
   */
  private static final Set<Path> OURS = new HashSet<>();

  private final Path file;
  private final FileChannel channel;

  /** Somebody else works there; the message says who. */
  public static final class Held extends IOException {
    private Held(String holder) {
      super(holder);
    }
  }

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Takes the lock of a folder that is there.
   *
   * @param name of the lock's file
   * @throws Held if it is taken
   */
  public static FolderLock take(Path folder, String name) throws IOException {
    Path file = folder.toRealPath().resolve(name);
    synchronized (OURS) {
      if (!OURS.add(file)) {
        throw new Held("this process");
      }
      try {
        return lock(file);
      } catch (IOException | RuntimeException e) {
        OURS.remove(file);
        throw e;
      }
    }
  }

  private static FolderLock lock(Path file) throws IOException {
    requireOrdinary(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
      if (lock == null) {
        throw new Held(holder(file));
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap(
          ("process " + ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
      return new FolderLock(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireOrdinary(Path file) throws IOException {
    if (!Files.exists(file)) return;
    try {
      Bytes.requireOrdinary(file);
    } catch (IOException e) {
      throw new IOException("%s: %s".formatted(file.getFileName(), e.getMessage()), e);
    }
  }

  private static String holder(Path file) throws IOException {
    String said = Files.size(file) > 100 ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
    return said.matches("process \\d+") ? said : "another process";
  }

  @Override
  public void close() throws IOException {
    synchronized (OURS) {
      channel.close();
      OURS.remove(file);
    }
  }
}
