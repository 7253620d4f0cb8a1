package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  @Test
  void lineSaysWhereTheRunIs() {
    Step step = new Step(2, 6, 100, 429, 0.1, 0.51234, 0.8123, 1234.4, 200);
    assertThat(TerminalProgress.line(step))
        .isEqualTo(
            "epoch 2/6, batch 100/429: loss 0.5123, accuracy 81.23%, 1,234 images/s, 3 min 20 s left");
  }

  @Test
  void fileGetsOneLineAnEpochAndNoControlCharacters() {
    new Trainer(Blobs.net(), Blobs.recipe().withEpochs(2))
        .listen(new TerminalProgress(new PrintStream(written), false))
        .fit(Blobs.training(), Blobs.validation());
    assertThat(text().lines())
        .hasSize(3)
        .allMatch(line -> line.startsWith("epoch ") || line.equals("finished"));
    assertThat(text()).doesNotContain("\u001b", "\r");
  }

  @Test
  void terminalsLineIsWrittenOverItself() {
    new Trainer(Blobs.net(), Blobs.recipe().withEpochs(1))
        .listen(new TerminalProgress(new PrintStream(written), true))
        .fit(Blobs.training(), Blobs.validation());
    assertThat(text()).contains("\r\u001b[Kepoch 1/1, batch 1/16: ");
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
