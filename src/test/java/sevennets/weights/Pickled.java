package sevennets.weights;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes what {@code torch.save} writes, byte by byte; a pickle is a string of Latin-1. */
final class Pickled {
  private Pickled() {}

  static String text(String text) {
    return "X" + little(text.length(), 4) + text;
  }

  static String dict(String key, String value) {
    return "}" + text(key) + value + "s";
  }

  static String dict2(String key, String value, String other, String otherValue) {
    return "}(" + text(key) + value + text(other) + otherValue + "u";
  }

  /** {@code module.name(argument)}. */
  static String call(String module, String name, String argument) {
    return "c" + module + "\n" + name + "\n(" + argument + "tR";
  }

  /** Dicts that are made of one list of pairs, one after the other. */
  static String dictsOfOneList(int pairs, int dicts) {
    StringBuilder list = new StringBuilder("](");
    for (int i = 0; i < pairs; i++) list.append(text("a" + i)).append("K\1\u0086");
    return list + "eq\0000" + "ccollections\nOrderedDict\n(h\0tR0".repeat(dicts) + "N";
  }

  /** A tensor of floats; each digit of the strings is an extent or a stride. */
  static String tensor(String storage, int offset, String shape, String strides) {
    String id =
        "(" + text("storage") + "ctorch\nFloatStorage\n" + text(storage) + text("cpu") + "K\6tQ";
    return "ctorch._utils\n_rebuild_tensor_v2\n(" + id + "K" + (char) offset + digits(shape)
        + digits(strides) + "\u0089ccollections\nOrderedDict\n)RtR";
  }

  private static String digits(String digits) {
    StringBuilder tuple = new StringBuilder("(");
    digits.chars().forEach(d -> tuple.append('K').append((char) (d - '0')));
    return tuple.append('t').toString();
  }

  private static String little(long value, int bytes) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bytes; i++) text.append((char) (value >> 8 * i & 0xff));
    return text.toString();
  }

  private static byte[] pickle(String body) {
    return ("\u0080\2" + body + ".").getBytes(StandardCharsets.ISO_8859_1);
  }

  static Path zip(Path file, String pickle, float... storage) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4 * storage.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : storage) bytes.putFloat(value);
    return entries(file, "archive/data.pkl", pickle(pickle), "archive/data/0", bytes.array());
  }

  static Path zipOfDoubles(Path file, String pickle, double... storage) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 * storage.length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : storage) bytes.putDouble(value);
    String doubles = pickle.replace("FloatStorage", "DoubleStorage");
    return entries(file, "archive/data.pkl", pickle(doubles), "archive/data/0", bytes.array());
  }

  /** Entries by name, stored as they are. */
  static Path entries(Path file, Object... namesAndBytes) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
        zip.closeEntry();
      }
    }
    return file;
  }

  /** The format before PyTorch 1.6: five pickles, then the storages. */
  static Path stream(Path file, String pickle, float... storage) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(pickle("\u008a\12l\u00fc\u009cF\u00f9 j\u00a8P\u0019"));
      out.write(pickle("M\u00e9\3"));
      out.write(pickle("}" + text("little_endian") + "\u0088s"));
      out.write(pickle(pickle));
      out.write(pickle("](" + text("0") + "e"));
      ByteBuffer bytes = ByteBuffer.allocate(8 + 4 * storage.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(storage.length);
      for (float value : storage) bytes.putFloat(value);
      out.write(bytes.array());
    }
    return file;
  }
}
