package sevennets.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/**
 * A safetensors file, open for reading. The header is checked whole when the file is opened; a
 * tensor's bytes are mapped when it is read, in windows, so a file may be larger than 2 GiB and
 * larger than memory.
 *
 * <p>Format: 8 bytes, little-endian, the header's length; the header (see {@link Header}); the
 * data.
 *
 * <pre>{@code
 * try (SafeTensors file = SafeTensors.open(Path.of("model.safetensors"))) {
 *   float[] weights = file.read("conv1.weight");
 * }
 * }</pre>
 */
public final class SafeTensors implements CheckpointFile {

  /**
   * The longest header that is read, in bytes: the limit of the format's reference implementation.
   */
  static final long MAX_HEADER = 100_000_000;

  /** Elements in one mapped window: of 8 bytes each, half of what a single mapping can hold. */
  private static final int WINDOW = 1 << 27;

  private final Path file;
  private final FileChannel channel;
  private final long dataStart;
  private final Header header;

  private SafeTensors(Path file, FileChannel channel, long dataStart, Header header) {
    this.file = file;
    this.channel = channel;
    this.dataStart = dataStart;
    this.header = header;
  }

  /**
   * Opens a file and checks its header against its size.
   *
   * @throws IllegalArgumentException if it is no safetensors file, or a damaged one: the message
   *     names the file and the fault
   * @throws IOException if it cannot be read
   */
  public static SafeTensors open(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      byte[] json = readHeader(channel);
      long dataStart = 8L + json.length;
      return new SafeTensors(
          file, channel, dataStart, Header.parse(json, channel.size() - dataStart));
    } catch (IllegalArgumentException e) {
      channel.close();
      throw new IllegalArgumentException(
          "cannot read " + file + " as safetensors: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static byte[] readHeader(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 8)
      throw new IllegalArgumentException(
          "it has " + size + " bytes, its header's length alone takes 8");
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    readFully(channel, length, 0);
    long bytes = length.getLong(0);
    if (bytes < 0 || bytes > size - 8) {
      throw new IllegalArgumentException("it claims a header of " + Long.toUnsignedString(bytes)
          + " bytes, but only " + (size - 8) + " follow: it is cut short, or of another format");
    }
    if (bytes > MAX_HEADER) {
      throw new IllegalArgumentException(
          "its header of " + bytes + " bytes is longer than the " + MAX_HEADER + " allowed");
    }
    ByteBuffer json = ByteBuffer.allocate((int) bytes);
    readFully(channel, json, 8);
    return json.array();
  }

  private static void readFully(FileChannel channel, ByteBuffer into, long position)
      throws IOException {
    while (into.hasRemaining()) {
      int read = channel.read(into, position + into.position());
      if (read < 0) throw new IOException("the file became shorter while it was read");
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(header.entries().keySet());
  }

  /** What the file says of itself ({@code __metadata__}), by key. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  @Override
  public long[] shape(String name) {
    return entry(name).shape().clone();
  }

  /** {@inheritDoc} F32 is read as it is; F16 and BF16 are widened, exactly; F64 is rounded. */
  @Override
  public float[] read(String name) {
    Header.Entry entry = entry(name);
    if (!entry.dtype().isFloat()) {
      throw new IllegalArgumentException("tensor '" + name + "' of " + file + " holds "
          + entry.dtype() + ": F64, F32, F16 and BF16 are read");
    }
    if (entry.elements() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("tensor '" + name + "' of " + file + " has "
          + entry.elements() + " elements, more than one array can hold");
    }
    float[] values = new float[(int) entry.elements()];
    try {
      for (int at = 0; at < values.length; at += WINDOW) {
        int count = Math.min(WINDOW, values.length - at);
        entry.dtype().decode(map(entry, at, count), values, at, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read tensor '" + name + "' of " + file, e);
    }
    return values;
  }

  private ByteBuffer map(Header.Entry entry, int at, int count) throws IOException {
    long position = dataStart + entry.begin() + (long) at * entry.dtype().bytes;
    long bytes = (long) count * entry.dtype().bytes;
    // The header was checked against the size at opening; a file that shrank since would fault when
    // touched.
    if (position + bytes > channel.size())
      throw new IOException("the file became shorter since it was opened");
    return channel
        .map(FileChannel.MapMode.READ_ONLY, position, bytes)
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private Header.Entry entry(String name) {
    Header.Entry entry = header.entries().get(name);
    if (entry == null)
      throw new IllegalArgumentException("there is no tensor '" + name + "' in " + file);
    return entry;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
