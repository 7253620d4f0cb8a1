package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.protobuf.UnknownFieldSet;
import org.tensorflow.framework.Summary;

class TensorBoardTest {
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;

  @TempDir
  Path folder;

  @Test
  void everyEpochIsAPointOnACurveForEachColumn() throws IOException {
    History history = new Trainer(Blobs.net(), Blobs.recipe().withEpochs(2))
        .listen(new TensorBoard(folder))
        .fit(Blobs.training(), Blobs.validation());
    List<UnknownFieldSet> events = events();
    assertThat(events).hasSize(3);
    assertThat(
            events.get(0).getField(FILE_VERSION).getLengthDelimitedList().get(0).toStringUtf8())
        .isEqualTo("brain.Event:2");
    for (History.Epoch epoch : history.epochs()) {
      UnknownFieldSet event = events.get(epoch.epoch());
      assertThat(event.getField(STEP).getVarintList()).containsExactly((long) epoch.epoch());
      List<Summary.Value> values = Summary.parseFrom(
              event.getField(SUMMARY).getLengthDelimitedList().get(0))
          .getValueList();
      assertThat(values)
          .extracting(Summary.Value::getTag)
          .containsExactly(
              "lr",
              "train_loss",
              "train_acc1",
              "val_loss",
              "val_acc1",
              "val_acc5",
              "images_per_sec",
              "seconds");
      assertThat(values.get(1).getSimpleValue())
          .isCloseTo((float) epoch.trainLoss(), within(1e-6f));
    }
  }

  @Test
  void sumsAreThoseOfTensorBoard() throws IOException {
    History history = new History();
    history.add(new History.Epoch(1, 0, 0, 0, 0, 0, 0, 0, 0));
    new TensorBoard(folder).epochEnded(history);
    ByteBuffer version = ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(version.getLong()).as("a number of 8 bytes, a text of 13").isEqualTo(1 + 8 + 2 + 13);
    assertThat(version.getInt())
        .as("masked_crc32c(struct.pack('<Q', 24)) of tensorboard 2.21")
        .isEqualTo(0x224b7fa3);
  }

  private List<UnknownFieldSet> events() throws IOException {
    List<UnknownFieldSet> events = new ArrayList<>();
    ByteBuffer records = ByteBuffer.wrap(bytes()).order(ByteOrder.LITTLE_ENDIAN);
    while (records.hasRemaining()) {
      byte[] event = new byte[(int) records.getLong()];
      records.getInt();
      records.get(event);
      records.getInt();
      events.add(UnknownFieldSet.parseFrom(event));
    }
    return events;
  }

  private byte[] bytes() throws IOException {
    try (var files = Files.list(folder)) {
      Path only = files.toList().get(0);
      assertThat(only.getFileName().toString()).startsWith("events.out.tfevents.");
      return Files.readAllBytes(only);
    }
  }
}
