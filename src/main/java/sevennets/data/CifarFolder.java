package sevennets.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import sevennets.files.Bytes;
import sevennets.files.DataException;
import sevennets.files.Pickle;

/**
 * CIFAR-10 or CIFAR-100 in the folder that its archive was unpacked to: the "binary version",
 * records of one label byte (CIFAR-100: a coarse one first, which is not used, then the fine one)
 * and 3,072 bytes, the red plane, the green, the blue; or the version for Python, whose pickles are
 * read as data.
 */
final class CifarFolder {
  private static final int SIDE = 32;
  private static final int PIXELS = 3 * SIDE * SIDE;
  private static final long SPLIT_SEED = 45_000;

  /** How the files of one version are called. */
  enum Form {
    BINARY_10(
        "batches.meta.txt",
        List.of(
            "data_batch_1.bin",
            "data_batch_2.bin",
            "data_batch_3.bin",
            "data_batch_4.bin",
            "data_batch_5.bin"),
        "test_batch.bin",
        1),
    BINARY_100("fine_label_names.txt", List.of("train.bin"), "test.bin", 2),
    PYTHON_10(
        "batches.meta",
        List.of("data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5"),
        "test_batch",
        0),
    PYTHON_100("meta", List.of("train"), "test", 0);

    final String classes;
    final List<String> train;
    final String test;
    /** Before the pixels of a record, the last of them the class; 0 for a pickle. */
    final int labelBytes;

    Form(String classes, List<String> train, String test, int labelBytes) {
      this.classes = classes;
      this.train = train;
      this.test = test;
      this.labelBytes = labelBytes;
    }

    /** Under which key a pickle has its classes. */
    String labels() {
      return this == PYTHON_10 ? "labels" : "fine_labels";
    }

    boolean isIn(Path folder) {
      return Files.isRegularFile(folder.resolve(classes))
          && Files.isRegularFile(folder.resolve(train.get(0)));
    }
  }

  /** Images and labels as they are stored. */
  private record Batch(byte[] pixels, byte[] labels) {}

  private final Path folder;
  private final Form form;
  private final Function<String, byte[]> bytes;

  private CifarFolder(Path folder, Form form, Function<String, byte[]> bytes) {
    this.folder = folder;
    this.form = form;
    this.bytes = bytes;
  }

  static boolean isOne(Path folder) {
    return Arrays.stream(Form.values()).anyMatch(form -> form.isIn(folder));
  }

  /**
   * Reads a folder of which {@link #isOne} is true. No sums of the files are published, so their
   * form is what is checked.
   *
   * @throws DataException if a file is missing, or not in the format
   */
  static Splits load(String name, Path folder) {
    Form form = Arrays.stream(Form.values())
        .filter(each -> each.isIn(folder))
        .findFirst()
        .get();
    return load(name, folder, form, file -> bytes(folder.resolve(file)));
  }

  /** Reads the files of a form, whose bytes come from wherever they are checked. */
  static Splits load(String name, Path folder, Form form, Function<String, byte[]> bytes) {
    CifarFolder files = new CifarFolder(folder, form, bytes);
    List<String> classes = files.classes();
    Dataset train = files.read(name + "/train", form.train, classes);
    StratifiedSplit split = StratifiedSplit.of(train, train.size() / 10, SPLIT_SEED);
    return new Splits(
        new Subset(name + "/train", train, split.rest()),
        new Subset(name + "/validation", train, split.heldOut()),
        files.read(name + "/test", List.of(form.test), classes));
  }

  /**
   * Writes the version for Python as the binary version, whose records hold the same images in the
   * same order.
   *
   * @throws DataException if a file is missing, or not in the format
   */
  static void pythonToBinary(Path from, Path to) throws IOException {
    Form form = Form.PYTHON_10.isIn(from) ? Form.PYTHON_10 : Form.PYTHON_100;
    Form binary = form == Form.PYTHON_10 ? Form.BINARY_10 : Form.BINARY_100;
    CifarFolder files = new CifarFolder(from, form, file -> bytes(from.resolve(file)));
    Files.writeString(to.resolve(binary.classes), String.join("\n", files.classes()) + "\n");
    for (int i = 0; i < form.train.size(); i++) {
      Files.write(to.resolve(binary.train.get(i)), files.asRecords(form.train.get(i)));
    }
    Files.write(to.resolve(binary.test), files.asRecords(form.test));
  }

  /** A pickle as records of labels and pixels. */
  private byte[] asRecords(String file) {
    Map<?, ?> batch = dictionary(file, bytes.apply(file));
    byte[] pixels = array(file, batch.get("data"));
    List<byte[]> labels = new ArrayList<>();
    if (form == Form.PYTHON_100) {
      labels.add(labels(file, batch.get("coarse_labels"), pixels));
    }
    labels.add(labels(file, batch.get(form.labels()), pixels));
    ByteBuffer records = ByteBuffer.allocate(pixels.length / PIXELS * (PIXELS + labels.size()));
    for (int i = 0; i < pixels.length / PIXELS; i++) {
      for (byte[] each : labels) {
        records.put(each[i]);
      }
      records.put(pixels, i * PIXELS, PIXELS);
    }
    return records.array();
  }

  private List<String> classes() {
    byte[] file = bytes.apply(form.classes);
    if (form.labelBytes > 0) {
      return new String(file, StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty())
          .toList();
    }
    Map<?, ?> meta = dictionary(form.classes, file);
    Object names = meta.get(form == Form.PYTHON_10 ? "label_names" : "fine_label_names");
    if (!(names instanceof List<?> list)) {
      throw unexpected(form.classes, "the names of its classes");
    }
    if (!list.stream().allMatch(String.class::isInstance)) {
      throw unexpected(form.classes, "the names of its classes");
    }
    return list.stream().map(String.class::cast).toList();
  }

  private Dataset read(String name, List<String> files, List<String> classes) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    for (String file : files) {
      Batch batch = form.labelBytes > 0 ? records(file) : pickled(file);
      pixels.writeBytes(batch.pixels);
      labels.writeBytes(batch.labels);
    }
    return new ByteImages(name, classes, 3, SIDE, 0, pixels.toByteArray(), labels.toByteArray());
  }

  private Batch records(String file) {
    byte[] bytes = this.bytes.apply(file);
    int record = form.labelBytes + PIXELS;
    if (bytes.length % record != 0) {
      throw new DataException("%s should hold records of %,d bytes, it ends %,d bytes into one"
          .formatted(folder.resolve(file), record, bytes.length % record));
    }
    Batch batch =
        new Batch(new byte[bytes.length / record * PIXELS], new byte[bytes.length / record]);
    for (int i = 0; i < batch.labels.length; i++) {
      int at = i * record;
      batch.labels[i] = bytes[at + form.labelBytes - 1];
      System.arraycopy(bytes, at + form.labelBytes, batch.pixels, i * PIXELS, PIXELS);
    }
    return batch;
  }

  private Batch pickled(String file) {
    Map<?, ?> batch = dictionary(file, bytes.apply(file));
    byte[] pixels = array(file, batch.get("data"));
    return new Batch(pixels, labels(file, batch.get(form.labels()), pixels));
  }

  private byte[] labels(String file, Object labels, byte[] pixels) {
    if (!(labels instanceof List<?> list) || pixels.length != list.size() * PIXELS) {
      throw unexpected(file, "a label for each 3,072 bytes of pixels");
    }
    byte[] classes = new byte[list.size()];
    IntStream.range(0, classes.length).forEach(i -> classes[i] = label(file, list.get(i)));
    return classes;
  }

  private byte label(String file, Object label) {
    if (!(label instanceof Number number) || number.longValue() < 0 || number.longValue() > 255) {
      throw unexpected(file, "whole numbers as labels");
    }
    return number.byteValue();
  }

  /** NumPy's array of bytes: version, shape, type, order, content. */
  private byte[] array(String file, Object value) {
    if (value instanceof Pickle.Inert array
        && array.state instanceof List<?> state
        && state.size() == 5
        && Boolean.FALSE.equals(state.get(3))) {
      Object content = state.get(4);
      if (content instanceof byte[] bytes) {
        return bytes;
      }
      if (content instanceof String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
      }
    }
    throw unexpected(file, "its pixels as an array of bytes");
  }

  private Map<?, ?> dictionary(String file, byte[] bytes) {
    try {
      Object read = Pickle.read(new ByteArrayInputStream(bytes), KNOWS_NOTHING);
      if (read instanceof Map<?, ?> dictionary) {
        return dictionary;
      }
    } catch (IOException | IllegalArgumentException damaged) {
      throw new DataException(
          "%s is damaged: %s".formatted(folder.resolve(file), damaged.getMessage()), damaged);
    }
    throw unexpected(file, "a dictionary");
  }

  private static final Pickle.Objects KNOWS_NOTHING = new Pickle.Objects() {
    @Override
    public Object make(Pickle.Global what, List<Object> arguments) {
      return null;
    }

    @Override
    public Object persistent(Object id) {
      return null;
    }
  };

  private DataException unexpected(String file, String wanted) {
    return new DataException("%s should hold %s, as CIFAR's authors publish it; it does not"
        .formatted(folder.resolve(file), wanted));
  }

  private static byte[] bytes(Path file) {
    try {
      return Bytes.of(file);
    } catch (NoSuchFileException e) {
      throw new DataException("%s is missing".formatted(file), e);
    } catch (IOException e) {
      throw new DataException("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
