package sevennets.data.delivery;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import sevennets.files.DataException;

/**
 * Unpacks a {@code .tar.gz} that might have been made to do harm: only folders and plain files,
 * none outside the folder that it is unpacked into, and no more of them than allowed.
 *
 * <pre>{@code
 * new TarGz(1 << 30, 1000).unpack(Path.of("photos.tar.gz"), folder);
 * }</pre>
 *
 * @param maxBytes the most that the archive may hold when decompressed
 * @param maxEntries the most files and folders
 */
public record TarGz(long maxBytes, int maxEntries) {
  private static final long MOST_HEADER_BYTES = 1 << 20;

  /**
   * Unpacks into an empty folder.
   *
   * @throws DataException if the archive is damaged or breaks a rule; what was unpacked until then
   *     stays
   */
  public void unpack(Path archive, Path into) throws IOException {
    // The entries' places are compared with it without their dots, so it must have none itself.
    Path folder = into.toAbsolutePath().normalize();
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), 1 << 16);
        Bounded bounded = new Bounded(decompress(archive, file), archive);
        TarArchiveInputStream tar = new TarArchiveInputStream(bounded)) {
      int entries = 0;
      for (TarArchiveEntry entry = next(tar, bounded); entry != null; entry = next(tar, bounded)) {
        if (++entries > maxEntries) {
          throw new DataException("%s holds more than %,d entries; it is not unpacked further"
              .formatted(archive, maxEntries));
        }
        unpack(tar, entry, target(archive, entry, folder), archive);
      }
    }
  }

  private static InputStream decompress(Path archive, InputStream file) {
    try {
      return new GZIPInputStream(file, 1 << 16);
    } catch (IOException e) {
      throw damaged(archive, e);
    }
  }

  /** The library keeps a long name, and what else a header says, in memory. */
  private TarArchiveEntry next(TarArchiveInputStream tar, Bounded in) {
    in.headerLeft = MOST_HEADER_BYTES;
    try {
      return tar.getNextEntry();
    } catch (DataException tooMuch) {
      throw tooMuch;
    } catch (IOException | RuntimeException e) {
      // The library meets damaged headers with runtime exceptions too.
      throw damaged(in.archive, e);
    } finally {
      in.headerLeft = Long.MAX_VALUE;
    }
  }

  private static DataException damaged(Path archive, Exception e) {
    return new DataException(
        e instanceof IOException && e.getMessage() != null
            ? "%s is not a whole .tar.gz archive: %s".formatted(archive, e.getMessage())
            : "%s is not a whole .tar.gz archive".formatted(archive),
        e);
  }

  private static Path target(Path archive, TarArchiveEntry entry, Path into) {
    String kind = entry.isSymbolicLink()
        ? "a symbolic link to " + entry.getLinkName()
        : entry.isLink()
            ? "a link to " + entry.getLinkName()
            : entry.isFIFO() || entry.isBlockDevice() || entry.isCharacterDevice()
                ? "neither a file nor a folder"
                // A few bytes stand for as many zeros as they like, past the bound on the rest.
                : entry.isSparse() ? "a sparse file" : null;
    if (kind != null) {
      throw new DataException("%s: entry '%s' is %s; datasets need none, it is not unpacked"
          .formatted(archive, entry.getName(), kind));
    }
    try {
      Path target = into.resolve(entry.getName()).normalize();
      if (target.startsWith(into)) {
        return target;
      }
    } catch (InvalidPathException e) {
      // Falls through: a name that this system cannot have does not lie inside either.
    }
    throw new DataException("%s: entry '%s' lies outside its folder; it is not unpacked"
        .formatted(archive, entry.getName()));
  }

  private static void unpack(
      TarArchiveInputStream tar, TarArchiveEntry entry, Path target, Path archive)
      throws IOException {
    try {
      if (entry.isDirectory()) {
        Files.createDirectories(target);
        return;
      }
      Files.createDirectories(target.getParent());
      Files.copy(tar, target);
    } catch (FileAlreadyExistsException e) {
      throw new DataException(
          "%s holds '%s' twice, or as a file and as a folder".formatted(archive, entry.getName()),
          e);
    } catch (FileSystemException e) {
      throw new DataException(
          "%s: entry '%s' cannot be written: %s"
              .formatted(
                  archive,
                  entry.getName(),
                  e.getReason() == null ? e.getClass().getSimpleName() : e.getReason()),
          e);
    } catch (IOException | IllegalStateException e) {
      throw damaged(archive, e);
    }
  }

  /**
   * Ends with an exception after {@code maxBytes}: a bomb is found by what it gives, whatever its
   * headers claim.
   */
  private final class Bounded extends FilterInputStream {
    private final Path archive;
    private long given;
    private long headerLeft = Long.MAX_VALUE;

    Bounded(InputStream in, Path archive) {
      super(in);
      this.archive = archive;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      try {
        int n = in.read(buffer, offset, length);
        count(Math.max(0, n));
        return n;
      } catch (IOException e) {
        throw damaged(archive, e);
      }
    }

    @Override
    public long skip(long n) {
      return Math.max(0, read(new byte[(int) Math.min(n, 1 << 16)], 0, (int) Math.min(n, 1 << 16)));
    }

    private void count(long bytes) {
      given += bytes;
      headerLeft -= bytes;
      if (headerLeft < 0) {
        throw new DataException("%s has a header of more than %,d bytes; it is not unpacked further"
            .formatted(archive, MOST_HEADER_BYTES));
      }
      if (given > maxBytes) {
        throw new DataException(
            "%s holds more than %,d bytes decompressed; it is not unpacked further"
                .formatted(archive, maxBytes));
      }
    }
  }
}
