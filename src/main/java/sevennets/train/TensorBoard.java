package sevennets.train;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * Writes a run's history into a folder as TensorBoard reads it: after each epoch one point on a
 * curve for each column.
 *
 * <p>An event file is a row of TFRecords (length, its sum, content, its sum), each holding a
 * protocol buffer of type {@code Event}; the numbers of the fields are those of TensorFlow's
 * event.proto and summary.proto.
 *
 * <pre>{@code
 * trainer.listen(new TensorBoard(Path.of("runs/mine")));  // then: tensorboard --logdir runs
 * }</pre>
 */
public final class TensorBoard implements Progress {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;

  /** Writes a message's fields. */
  private interface Fields {
    void writeTo(CodedOutputStream message) throws IOException;
  }

  private final Path file;

  /** Writes into a new file of this folder, which must be there by the end of the first epoch. */
  public TensorBoard(Path folder) {
    file = folder.resolve("events.out.tfevents.%010d.%d.sevennets"
        .formatted(System.currentTimeMillis() / 1000, ProcessHandle.current().pid()));
  }

  @Override
  public void epochEnded(History history) {
    History.Epoch epoch = history.last();
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    try {
      if (!Files.exists(file)) {
        write(records, event -> event.writeString(FILE_VERSION, "brain.Event:2"));
      }
      write(records, event -> {
        event.writeInt64(STEP, epoch.epoch());
        event.writeByteArray(SUMMARY, message(summary -> scalars(summary, epoch)));
      });
      Files.write(
          file, records.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new TrainingException(
          "training stops after epoch %d, which is saved: cannot write %s (%s). Make room, then resume."
              .formatted(epoch.epoch(), file, e.getMessage()),
          e);
    }
  }

  private static void scalars(CodedOutputStream summary, History.Epoch epoch) throws IOException {
    for (int i = 0; i < History.COLUMNS.size(); i++) {
      String tag = History.COLUMNS.get(i);
      float number = epoch.values().get(i).floatValue();
      summary.writeByteArray(VALUE, message(value -> {
        value.writeString(TAG, tag);
        value.writeFloat(SIMPLE_VALUE, number);
      }));
    }
  }

  private static void write(ByteArrayOutputStream records, Fields fields) throws IOException {
    byte[] event = message(message -> {
      message.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
      fields.writeTo(message);
    });
    ByteBuffer record = ByteBuffer.allocate(16 + event.length).order(ByteOrder.LITTLE_ENDIAN);
    record
        .putLong(event.length)
        .putInt(maskedSum(record.array(), 8))
        .put(event)
        .putInt(maskedSum(event, event.length));
    records.writeBytes(record.array());
  }

  private static byte[] message(Fields fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream message = CodedOutputStream.newInstance(bytes);
    fields.writeTo(message);
    message.flush();
    return bytes.toByteArray();
  }

  /**
   * TFRecord's sum: CRC-32C turned and shifted, so that a sum over data that holds sums stays a
   * good one.
   */
  private static int maskedSum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }
}
