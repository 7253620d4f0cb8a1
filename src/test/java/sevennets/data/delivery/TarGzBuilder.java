package sevennets.data.delivery;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes archives, good ones and bad ones. */
public final class TarGzBuilder {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar;

  public TarGzBuilder() {
    try {
      tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TarGzBuilder file(String name, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    return put(entry, content);
  }

  public TarGzBuilder folder(String name) {
    return put(new TarArchiveEntry(name, true), new byte[0]);
  }

  public TarGzBuilder link(String name, byte type, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    return put(entry, new byte[0]);
  }

  /** GNU tar's record of a name that does not fit into a header. */
  public TarGzBuilder longName(byte[] name) {
    TarArchiveEntry entry =
        new TarArchiveEntry(TarConstants.GNU_LONGLINK, TarConstants.LF_GNUTYPE_LONGNAME, true);
    entry.setSize(name.length);
    return put(entry, name);
  }

  public TarGzBuilder pipe(String name) {
    return put(new TarArchiveEntry(name, TarConstants.LF_FIFO, true), new byte[0]);
  }

  /** An archive of one file in GNU tar's sparse format: so many zeros, of which none is stored. */
  public static byte[] sparse(String name, int zeros) {
    byte[] header = new byte[512];
    field(header, 0, name);
    field(header, 100, "0000644");
    field(header, 124, "00000000000"); // bytes that are stored
    field(header, 136, "00000000000");
    field(header, 148, "        ");
    field(header, 156, "S");
    field(header, 257, "ustar  ");
    field(header, 386, "%011o".formatted(zeros)); // the one block: it begins at the end ...
    field(header, 398, "00000000000"); // ... and is empty
    field(header, 483, "%011o".formatted(zeros));
    int sum = 0;
    for (byte each : header) sum += each & 0xff;
    field(header, 148, "%06o".formatted(sum));
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(archive)) {
      out.write(header);
      out.write(new byte[1024]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return archive.toByteArray();
  }

  private static void field(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private TarGzBuilder put(TarArchiveEntry entry, byte[] content) {
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public byte[] bytes() {
    try {
      tar.close();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
