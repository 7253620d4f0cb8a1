package sevennets.files;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A ZIP file of which nothing is believed: who opens an entry says how large it may be, and no more
 * is ever read, whatever the file claims. Messages go on from "FILE is damaged: ".
 *
 * <pre>{@code
 * try (Zip zip = Zip.open(folder.resolve("net.zip"))) {
 *   String configuration = zip.text("configuration.json", 1_000_000);  // more is refused
 * }
 * }</pre>
 */
public final class Zip implements Closeable {
  private final Path path;
  private final ZipFile file;

  private Zip(Path path, ZipFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * @throws NoSuchFileException if it is not there
   * @throws FileSystemException if the system does not let it be read now, which says nothing of
   *     the file
   * @throws IOException if it is no ZIP file
   */
  public static Zip open(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isRegularFile(path)) {
      throw new IOException("it is no file");
    }
    try {
      return new Zip(path, platforms(path));
    } catch (ZipException | FileSystemException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  /**
   * The platform's own ZIP file, for who bounds what he reads himself.
   *
   * @throws ZipException in our words, if its table of contents is damaged
   */
  public static ZipFile platforms(Path path) throws IOException {
    try {
      return new ZipFile(path.toFile());
    } catch (EOFException e) {
      throw notWhole("its table of contents ends early", e);
    } catch (ZipException | IllegalArgumentException e) {
      throw notWhole(e.getMessage(), e);
    }
  }

  private static ZipException notWhole(String why, Exception cause) {
    ZipException damaged = new ZipException("it is not a whole ZIP file (" + why + ")");
    damaged.initCause(cause);
    return damaged;
  }

  /**
   * What the system would not do, apart from what is wrong with the file. Java's older classes for
   * files say it in a plain exception, after the file's name.
   */
  private static FileSystemException unreadable(Path path, IOException why) {
    String said = String.valueOf(why.getMessage());
    String before = path + " (";
    String reason = said.startsWith(before) && said.endsWith(")")
        ? said.substring(before.length(), said.length() - 1)
        : said;
    FileSystemException unreadable = new FileSystemException(path.toString(), null, reason);
    unreadable.initCause(why);
    return unreadable;
  }

  /** The names of its entries. */
  public Set<String> names() {
    return file.stream().map(ZipEntry::getName).collect(Collectors.toUnmodifiableSet());
  }

  /** How many bytes an entry claims to hold. */
  public long size(String name) throws IOException {
    return entry(name).getSize();
  }

  /** How many bytes it takes in the file. */
  public long packedSize(String name) throws IOException {
    return entry(name).getCompressedSize();
  }

  /**
   * An entry's content.
   *
   * @param limit the most bytes that it may hold; reading on throws
   */
  public InputStream open(String name, long limit) throws IOException {
    return new Bounded(path, file.getInputStream(entry(name)), name, limit);
  }

  /**
   * An entry's text.
   *
   * @param limit the most bytes that it may hold
   */
  public String text(String name, int limit) throws IOException {
    try (InputStream in = open(name, limit)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private ZipEntry entry(String name) throws IOException {
    ZipEntry entry = file.getEntry(name);
    if (entry == null) {
      throw new IOException("it has no '" + name + "'");
    }
    return entry;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static final class Bounded extends FilterInputStream {
    private final Path path;
    private final String name;
    private final long limit;
    private long read;

    Bounded(Path path, InputStream in, String name, long limit) {
      super(in);
      this.path = path;
      this.name = name;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count;
      try {
        count = super.read(bytes, offset, length);
      } catch (EOFException e) {
        throw new IOException("its '%s' ends early".formatted(name), e);
      } catch (ZipException e) {
        throw new IOException(
            "its '%s' cannot be unpacked (%s)".formatted(name, e.getMessage()), e);
      } catch (IOException e) {
        throw unreadable(path, e);
      }
      read += Math.max(count, 0);
      if (read > limit) {
        throw new IOException("its '%s' holds more than %,d bytes".formatted(name, limit));
      }
      return count;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
