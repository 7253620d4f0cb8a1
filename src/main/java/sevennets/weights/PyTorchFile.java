package sevennets.weights;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import sevennets.files.Pickle;
import sevennets.files.Zip;

/**
 * A checkpoint as {@code torch.save} writes it, read without Python and without running anything
 * that it asks for: of a {@link Pickle} only the tensors are taken.
 *
 * <p>Both formats: the zip of PyTorch 1.6 and later, whose {@code data.pkl} refers to one entry a
 * storage, and the stream of pickles before it, which the storages follow.
 */
final class PyTorchFile implements CheckpointFile {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  /** A description of tensors is never so long; a zip bomb may be. */
  private static final int MAX_PICKLE = 100_000_000;
  /** The most that deflate can squeeze. */
  private static final int DEFLATE = 1032;

  /** Where the bytes of a storage lie. */
  private interface Bytes extends Closeable {
    /** Bytes from one place of a storage on. */
    ByteBuffer read(TorchTensor.Storage storage, long from, int count) throws IOException;
  }

  private final Path file;
  private final Bytes bytes;
  private final Map<String, TorchTensor> tensors;

  private PyTorchFile(Path file, Bytes bytes, Map<String, TorchTensor> tensors) {
    this.file = file;
    this.bytes = bytes;
    this.tensors = tensors;
  }

  static PyTorchFile open(Path file) throws IOException {
    try {
      return isZip(file) ? ofZip(file) : ofStream(file);
    } catch (IllegalArgumentException | ZipException e) {
      throw new IllegalArgumentException(
          "cannot read " + file + " as a PyTorch checkpoint: " + e.getMessage(), e);
    }
  }

  private static boolean isZip(Path file) throws IOException {
    try (InputStream in = java.nio.file.Files.newInputStream(file)) {
      return in.read() == 'P' && in.read() == 'K';
    }
  }

  // ---- the zip

  private record Zipped(ZipFile zip, String root) implements Bytes {
    @Override
    public ByteBuffer read(TorchTensor.Storage storage, long from, int count) throws IOException {
      ZipEntry entry = zip.getEntry(root + "data/" + storage.key());
      long there = entry == null ? 0 : entry.getSize();
      if (from + count > there || there > DEFLATE * (entry.getCompressedSize() + 64))
        throw new IllegalArgumentException(
            "its storage '%s' has %,d bytes, of which %,d to %,d are a tensor's: was it cut short?"
                .formatted(storage.key(), there, from, from + count));
      try (InputStream in = zip.getInputStream(entry)) {
        in.skipNBytes(from);
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) throw new EOFException();
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      } catch (EOFException | ZipException e) {
        throw new IllegalArgumentException(
            "its storage '%s' holds less than it claims".formatted(storage.key()), e);
      }
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }

  private static PyTorchFile ofZip(Path file) throws IOException {
    ZipFile zip = Zip.platforms(file);
    try {
      String root = root(zip);
      ZipEntry order = zip.getEntry(root + "byteorder");
      if (order != null) {
        try (InputStream in = zip.getInputStream(order)) {
          requireLittleEndian(
              new String(in.readNBytes(16), StandardCharsets.UTF_8).equals("little"));
        }
      }
      try (InputStream in = new BufferedInputStream(
          new Limited(zip.getInputStream(zip.getEntry(root + "data.pkl")), MAX_PICKLE))) {
        Object saved = Pickle.read(in, new TorchTensor.Objects());
        return new PyTorchFile(file, new Zipped(zip, root), SavedState.of(saved));
      }
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private static String root(ZipFile zip) {
    List<String> pickles = zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> name.endsWith("/data.pkl") || name.equals("data.pkl"))
        .toList();
    if (pickles.size() != 1)
      throw new IllegalArgumentException("it is a zip file, but not one of PyTorch's");
    String root = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
    if (zip.getEntry(root + "constants.pkl") != null)
      throw new IllegalArgumentException(
          "it is TorchScript, a program; save its weights alone, with torch.save(model.state_dict(), FILE)");
    return root;
  }

  // ---- the stream of pickles

  private record Streamed(FileChannel channel, Map<String, Long> positions) implements Bytes {
    @Override
    public ByteBuffer read(TorchTensor.Storage storage, long from, int count) throws IOException {
      Long start = positions.get(storage.key());
      if (start == null || start + from + count > channel.size())
        throw new IllegalArgumentException(
            "its storage '%s' ends early: was it cut short?".formatted(storage.key()));
      ByteBuffer into = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
      while (into.hasRemaining())
        if (channel.read(into, start + from + into.position()) < 0)
          throw new IOException("the file became shorter while it was read");
      return into.flip();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  private static PyTorchFile ofStream(Path file) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      Counted in = new Counted(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
      TorchTensor.Objects objects = new TorchTensor.Objects();
      if (!MAGIC.equals(Pickle.read(in, objects)))
        throw new IllegalArgumentException("it is a pickle, but not one of PyTorch's");
      Pickle.read(in, objects); // the protocol's version
      Object system = Pickle.read(in, objects);
      requireLittleEndian(!(system instanceof Map<?, ?> facts)
          || !Boolean.FALSE.equals(facts.get("little_endian")));
      Object saved = Pickle.read(in, objects);
      Object keys = Pickle.read(in, objects);
      if (!(keys instanceof List<?> list))
        throw new IllegalArgumentException("it does not list its storages");
      return new PyTorchFile(
          file, new Streamed(channel, positions(in, list, objects.storages)), SavedState.of(saved));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Each storage is the number of its elements, in 8 bytes, and the elements. */
  private static Map<String, Long> positions(
      Counted in, List<?> keys, Map<String, TorchTensor.Storage> storages) throws IOException {
    Map<String, Long> positions = new HashMap<>();
    for (Object key : keys) {
      TorchTensor.Storage storage =
          key instanceof String || key instanceof Long ? storages.get(key.toString()) : null;
      if (storage == null)
        throw new IllegalArgumentException("it lists a storage that no tensor has");
      ByteBuffer count = ByteBuffer.wrap(in.readNBytes(8)).order(ByteOrder.LITTLE_ENDIAN);
      if (count.remaining() < 8)
        throw new IllegalArgumentException("it ends early: was it cut short?");
      positions.put(storage.key(), in.position);
      long bytes = Math.max(0, count.getLong()) * storage.dtype().bytes;
      if (in.skip(bytes) < bytes)
        throw new IllegalArgumentException("it ends early: was it cut short?");
    }
    return positions;
  }

  private static void requireLittleEndian(boolean little) {
    if (!little) throw new IllegalArgumentException("it was written on a big-endian machine");
  }

  /** A stream that knows how far it was read. */
  private static final class Counted extends InputStream {
    private final InputStream in;
    private long position;

    Counted(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      if (value >= 0) position++;
      return value;
    }

    @Override
    public int read(byte[] into, int at, int count) throws IOException {
      int read = in.read(into, at, count);
      if (read > 0) position += read;
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = 0;
      for (long step = 1; step > 0 && skipped < count; skipped += step)
        step = in.skip(count - skipped);
      position += skipped;
      return skipped;
    }
  }

  /** A stream that refuses to go on for ever. */
  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long most) {
      this.in = in;
      left = most;
    }

    @Override
    public int read() throws IOException {
      take(1);
      return in.read();
    }

    @Override
    public int read(byte[] into, int at, int count) throws IOException {
      int read = in.read(into, at, count);
      take(Math.max(0, read));
      return read;
    }

    private void take(int bytes) {
      left -= bytes;
      if (left < 0) throw new IllegalArgumentException("its list of tensors is absurdly long");
    }
  }

  // ---- tensors

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(tensors.keySet());
  }

  @Override
  public long[] shape(String name) {
    return tensor(name).shape().clone();
  }

  /** {@inheritDoc} F32 as it is, F16 and BF16 widened exactly, F64 rounded to the nearest. */
  @Override
  public float[] read(String name) {
    TorchTensor tensor = tensor(name);
    Dtype dtype = tensor.storage().dtype();
    if (!dtype.isFloat())
      throw new IllegalArgumentException("tensor '" + name + "' of " + file + " holds " + dtype
          + ": F64, F32, F16 and BF16 are read");
    try {
      if (tensor.elements() == 0) return new float[0];
      long span = tensor.span();
      if (span * dtype.bytes > Integer.MAX_VALUE - 8)
        throw new IllegalArgumentException("it has more elements than one array can hold");
      ByteBuffer stored =
          bytes.read(tensor.storage(), tensor.offset() * dtype.bytes, (int) (span * dtype.bytes));
      float[] values = new float[(int) span];
      dtype.decode(stored, values, 0, values.length);
      return tensor.inOrder(values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot read tensor '" + name + "' of " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read tensor '" + name + "' of " + file, e);
    }
  }

  private TorchTensor tensor(String name) {
    TorchTensor tensor = tensors.get(name);
    if (tensor == null)
      throw new IllegalArgumentException("there is no tensor '" + name + "' in " + file);
    return tensor;
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
