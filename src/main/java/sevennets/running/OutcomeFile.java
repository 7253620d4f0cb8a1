package sevennets.running;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import sevennets.claims.Outcome;
import sevennets.claims.Outcome.End;
import sevennets.files.AtomicFile;
import sevennets.files.Bytes;
import sevennets.files.Fields;
import sevennets.train.History;
import sevennets.train.Trainer;

/** What a finished run measured, as a file in its folder: {@code outcome.properties}. */
final class OutcomeFile {
  private static final String FILE = "outcome.properties";
  private static final String FINGERPRINT = "fingerprint.txt";

  private OutcomeFile() {}

  static boolean isIn(Path folder) {
    return Files.exists(folder.resolve(FILE));
  }

  static Outcome read(Path folder, String arm, int seed) {
    try {
      Fields fields = fields(folder.resolve(FILE));
      boolean diverged = fields.flag("diverged");
      return new Outcome(
          arm,
          seed,
          diverged,
          diverged ? End.NONE : end(fields),
          fields.whole("params", 0, Long.MAX_VALUE),
          fields.whole("macs", 0, Long.MAX_VALUE),
          fields.whole("steps", 0),
          History.parse(fields.text("history")),
          fields.text("recipe"),
          fields.number("rate", 0, Outcome.LARGEST),
          machine(folder));
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "the result in " + folder + " can't be read (" + e.getMessage()
              + "); delete that folder to run it anew",
          e);
    }
  }

  private static Fields fields(Path file) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Bytes.text(file)));
    } catch (MalformedInputException | IllegalArgumentException e) {
      throw new IllegalArgumentException(FILE + " should hold lines NAME=VALUE in UTF-8", e);
    }
    Map<String, String> texts = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> texts.put(name, properties.getProperty(name)));
    return new Fields(FILE, texts);
  }

  private static End end(Fields fields) {
    return new End(
        fields.number("test_acc1", 0, 1),
        fields.number("val_acc1", 0, 1),
        fields.number("train_loss", 0, Outcome.LARGEST),
        fields.number("train_acc1", 0, 1),
        fields.bits("right"));
  }

  private static Map<String, String> machine(Path folder) {
    Map<String, String> machine = new TreeMap<>(Trainer.facts(folder));
    machine.keySet().retainAll(Outcome.MACHINE);
    return machine;
  }

  /** Writes the result, in one piece and last, beside the fingerprint of what was run. */
  static void write(Path folder, Outcome outcome, String fingerprint) {
    End end = outcome.end();
    Properties p = new Properties();
    p.setProperty("diverged", String.valueOf(outcome.diverged()));
    p.setProperty("test_acc1", String.valueOf(end.testAcc1()));
    p.setProperty("val_acc1", String.valueOf(end.valAcc1()));
    p.setProperty("train_loss", String.valueOf(end.trainLoss()));
    p.setProperty("train_acc1", String.valueOf(end.trainAcc1()));
    p.setProperty("right", Base64.getEncoder().encodeToString(end.right().toByteArray()));
    p.setProperty("params", String.valueOf(outcome.params()));
    p.setProperty("macs", String.valueOf(outcome.macs()));
    p.setProperty("steps", String.valueOf(outcome.steps()));
    p.setProperty("rate", String.valueOf(outcome.rate()));
    p.setProperty("recipe", outcome.recipe());
    p.setProperty("history", outcome.history().csv());
    try {
      StringWriter text = new StringWriter();
      p.store(text, "arm " + outcome.arm() + ", seed " + outcome.seed());
      write(folder.resolve(FINGERPRINT), fingerprint);
      write(folder.resolve(FILE), text.toString());
    } catch (IOException e) {
      throw new IllegalStateException(
          "can't write the result of arm %s, seed %d to %s: %s"
              .formatted(outcome.arm(), outcome.seed(), folder, e.getMessage()),
          e);
    }
  }

  private static void write(Path file, String text) throws IOException {
    AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }
}
