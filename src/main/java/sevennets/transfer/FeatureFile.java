package sevennets.transfer;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import sevennets.files.DataException;

/**
 * Features on disk, row after row as they are computed: a process that is killed goes on after the
 * last whole row. The file begins with the SHA-256 of what they were computed from; for anything
 * else it is begun anew.
 */
final class FeatureFile implements AutoCloseable {
  private static final int KEY = 32;

  private final Path path;
  private final RandomAccessFile file;
  private final int rowBytes;

  private FeatureFile(Path path, RandomAccessFile file, int rowBytes) {
    this.path = path;
    this.file = file;
    this.rowBytes = rowBytes;
  }

  /**
   * Opens or begins a file.
   *
   * @param madeFrom all that decides what the features are
   * @param numbers in a row
   */
  static FeatureFile open(Path path, String madeFrom, int numbers) {
    try {
      byte[] key =
          MessageDigest.getInstance("SHA-256").digest(madeFrom.getBytes(StandardCharsets.UTF_8));
      Files.createDirectories(path.toAbsolutePath().getParent());
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      byte[] there = new byte[KEY];
      boolean same = file.length() >= KEY;
      if (same) {
        file.readFully(there);
        same = MessageDigest.isEqual(there, key);
      }
      if (!same) {
        file.setLength(0);
        file.write(key);
      }
      return new FeatureFile(path, file, 4 * numbers);
    } catch (IOException e) {
      throw new DataException("cannot write %s: %s".formatted(path, e.getMessage()), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Reads the rows that are there, at most so many; gives their number. */
  int read(float[][] into) {
    try {
      int rows = (int) Math.min(into.length, (file.length() - KEY) / rowBytes);
      byte[] bytes = new byte[rowBytes];
      file.seek(KEY);
      for (int i = 0; i < rows; i++) {
        file.readFully(bytes);
        into[i] = new float[rowBytes / 4];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(into[i]);
      }
      return rows;
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Writes one row behind so many others. */
  void write(int row, float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(rowBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    try {
      file.seek(KEY + (long) row * rowBytes);
      file.write(bytes.array());
    } catch (IOException e) {
      throw new DataException(
          "cannot write %s: %s; make room, then start again: what is there is kept"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new DataException("cannot write %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
