package sevennets.graph;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import sevennets.files.Zip;

/**
 * Reads an array as {@code Nd4j.write} leaves it in a ZIP: two buffers, the shape's and the
 * numbers', each a line of kind, length and type before its content. {@code Nd4j.read} takes memory
 * for whatever length is claimed; here the length is held against what the entry holds and what the
 * machine has, before memory is taken.
 *
 * <pre>{@code
 * try (Zip zip = Zip.open(folder.resolve("best.zip"))) {
 *   INDArray weights = StoredArray.row(zip, NetFile.WEIGHTS);
 * }
 * }</pre>
 */
public final class StoredArray {
  /** Rank, sizes and strides of 32 axes, and three more. */
  private static final int LONGEST_SHAPE = 2 * 32 + 4;

  /** Of the two lines: kind and type are short words. */
  private static final long MOST_HEADER_BYTES = 1024;

  private static final int BLOCK = 1 << 16;

  /** An array that this machine has no memory for now; nothing is wrong with its file. */
  public static final class NoMemory extends IOException {
    private NoMemory(String message) {
      super(message);
    }
  }

  private StoredArray() {}

  /**
   * @param entry the entry of the array
   * @return a row of numbers, of shape {@code [length]} or {@code [1, length]} as it was stored
   * @throws NoMemory if it is sound and does not fit into this machine's memory
   * @throws IOException if it is anything else; the message goes on from "FILE is damaged: "
   */
  public static INDArray row(Zip zip, String entry) throws IOException {
    return row(zip, entry, -1);
  }

  /** The same for a row whose length is known. */
  static INDArray row(Zip zip, String entry, long length) throws IOException {
    long size = zip.size(entry);
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(zip.open(entry, size), 1 << 16))) {
      long[] shape = shape(in, entry);
      Header numbers = Header.read(in, entry);
      if (length >= 0 && numbers.length != length) {
        throw new IOException(
            "its '%s' holds %,d numbers, the net has %,d".formatted(entry, numbers.length, length));
      }
      long bytes = numbers.bytes(entry);
      if (numbers.length < 1
          || numbers.length != shape[shape.length - 1]
          || bytes > size
          || size - bytes > MOST_HEADER_BYTES) {
        throw new IOException("its '%s' claims %,d numbers of type %s, it holds %,d bytes"
            .formatted(entry, numbers.length, numbers.type, size));
      }
      requireMemory(entry, bytes);
      return numbers(in, numbers).reshape(shape);
    } catch (EOFException e) {
      throw new IOException("its '%s' ends early".formatted(entry), e);
    } catch (UTFDataFormatException e) {
      throw new IOException("its '%s' is no array".formatted(entry), e);
    }
  }

  /** The length of the one axis, or of the second where the first is 1: Deeplearning4j has both. */
  private static long[] shape(DataInputStream in, String entry) throws IOException {
    Header header = Header.read(in, entry);
    if (header.type != DataType.INT64 || header.length < 4 || header.length > LONGEST_SHAPE) {
      throw new IOException("its '%s' is no array".formatted(entry));
    }
    long rank = in.readLong();
    if (rank != 1 && rank != 2 || header.length < 2 * rank + 1) {
      throw new IOException("its '%s' should be one row of numbers".formatted(entry));
    }
    long[] shape = new long[(int) rank];
    for (int axis = 0; axis < rank; axis++) {
      shape[axis] = in.readLong();
    }
    in.skipNBytes((header.length - 1 - rank) * Long.BYTES);
    if (rank == 2 && shape[0] != 1) {
      throw new IOException("its '%s' should be one row of numbers".formatted(entry));
    }
    return shape;
  }

  private static void requireMemory(String entry, long bytes) throws NoMemory {
    if (Pointer.maxBytes() > 0)
      requireMemory(entry, bytes, Pointer.maxBytes() - Pointer.totalBytes());
  }

  static void requireMemory(String entry, long bytes, long free) throws NoMemory {
    if (bytes > free) {
      throw new NoMemory("its '%s' takes %,d MB, %,d MB are free for arrays"
          .formatted(entry, bytes >> 20, Math.max(free, 0) >> 20));
    }
  }

  private static INDArray numbers(DataInputStream in, Header header) throws IOException {
    INDArray row = Nd4j.createUninitialized(header.type, header.length);
    byte[] bytes = new byte[BLOCK * header.type.width()];
    for (long at = 0; at < header.length; at += BLOCK) {
      int count = (int) Math.min(BLOCK, header.length - at);
      in.readFully(bytes, 0, count * header.type.width());
      row.get(NDArrayIndex.interval(at, at + count))
          .assign(block(ByteBuffer.wrap(bytes), header.type, count));
    }
    return row;
  }

  private static INDArray block(ByteBuffer bytes, DataType type, int count) {
    if (type == DataType.FLOAT) {
      float[] floats = new float[count];
      bytes.asFloatBuffer().get(floats);
      return Nd4j.createFromArray(floats);
    }
    double[] doubles = new double[count];
    bytes.asDoubleBuffer().get(doubles);
    return Nd4j.createFromArray(doubles);
  }

  /** What stands before a buffer's content. */
  private record Header(long length, DataType type) {
    static Header read(DataInputStream in, String entry) throws IOException {
      String kind = in.readUTF();
      if (!kind.equals("LONG_SHAPE") && !kind.equals("MIXED_DATA_TYPES")) {
        throw new IOException(
            "its '%s' is no array of Deeplearning4j 1.0.0-beta4 or later".formatted(entry));
      }
      long length = in.readLong();
      String type = in.readUTF();
      return switch (type) {
        case "LONG" -> new Header(length, DataType.INT64);
        case "FLOAT" -> new Header(length, DataType.FLOAT);
        case "DOUBLE" -> new Header(length, DataType.DOUBLE);
        default ->
          throw new IOException("its '%s' holds numbers of type %s, FLOAT or DOUBLE is expected"
              .formatted(entry, type.length() > 20 ? "unknown" : type));
      };
    }

    long bytes(String entry) throws IOException {
      if (type == DataType.INT64 || length > Long.MAX_VALUE / type.width()) {
        throw new IOException("its '%s' holds no weights".formatted(entry));
      }
      return length * type.width();
    }
  }
}
