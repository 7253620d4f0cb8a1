package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sevennets.models.Models;

/**
 * Every failure that a user can cause ends in a sentence and an exit code, whatever the command.
 */
class FailuresTest {
  /** Commands that read the file or folder IN. */
  private static final List<String> READING = List.of(
      "predict --arch lenet5 --weights IN PHOTO",
      "predict --run IN PHOTO",
      "evaluate --arch lenet5 --weights IN --images FOLDER",
      "evaluate --run IN --images FOLDER",
      "evaluate --run IN",
      "export --arch lenet5 --model IN FOLDER/o.safetensors",
      "export --run IN FOLDER/o.safetensors",
      "train --resume IN",
      "train --arch lenet5 --recipe smoke --data folder:IN --out FOLDER/run",
      "train --arch lenet5 --recipe smoke --data IN --out FOLDER/run",
      "data fetch cifar10 --from IN",
      "data fetch fashion-mnist --from IN",
      "data verify folder:IN",
      "weights fetch resnet18 --from IN",
      "verify IN");

  /** Commands that write to OUT. */
  private static final List<String> WRITING = List.of(
      "describe lenet5 --svg OUT",
      "chart --svg OUT",
      "export --arch lenet5 --model MODEL OUT",
      "train --arch lenet5 --recipe smoke --data DATA@32 --batch 2 --out OUT/below");

  @TempDir
  Path folder;

  @BeforeEach
  void nameDataFolder() {
    System.setProperty("sevennets.data", folder.resolve("datasets").toString());
  }

  @AfterEach
  void forgetDataFolder() {
    System.clearProperty("sevennets.data");
  }

  @TestFactory
  Stream<DynamicTest> whatIsReadMayBeAnything() throws IOException {
    Path photograph = photograph(folder.resolve("photo.png"));
    Map<String, Path> causes = new LinkedHashMap<>();
    causes.put("missing", folder.resolve("missing"));
    causes.put("a folder", Files.createDirectory(folder.resolve("empty folder")));
    causes.put("an empty file", Files.createFile(folder.resolve("empty")));
    causes.put("notes", Files.writeString(folder.resolve("notes.txt"), "remember the milk\n"));
    causes.put(
        "a cut archive", Files.write(folder.resolve("cut.zip"), new byte[] {'P', 'K', 3, 4, 20}));
    causes.put("below a file", folder.resolve("notes.txt/below"));
    return READING.stream()
        .flatMap(command -> causes.entrySet().stream()
            .map(cause -> DynamicTest.dynamicTest(
                command + ": " + cause.getKey(),
                () -> assertOneSentence(
                    command
                        .replace("PHOTO", photograph.toString())
                        .replace("FOLDER", folder.toString()),
                    "IN",
                    cause.getValue()))));
  }

  @TestFactory
  Stream<DynamicTest> whereIsWrittenMayBeAnything() throws IOException {
    for (int i = 0; i < 12; i++) {
      photograph(folder.resolve("data/c" + i % 2 + "/" + i + ".png"));
    }
    Path model = folder.resolve("model/lenet5.zip");
    Files.createDirectories(model.getParent());
    Models.get("lenet5").net(1).save(model.toFile());
    Path notes = Files.writeString(folder.resolve("notes.txt"), "remember the milk\n");
    Map<String, Path> causes = new LinkedHashMap<>();
    causes.put("in no folder", Path.of("/proc/nothing/here/x"));
    causes.put("below a file", notes.resolve("x"));
    causes.put("a place that takes no files", Path.of("/proc/x"));
    return WRITING.stream()
        .flatMap(command -> causes.entrySet().stream()
            .map(cause -> DynamicTest.dynamicTest(
                command + ": " + cause.getKey(),
                () -> assertOneSentence(
                    command
                        .replace("MODEL", model.toString())
                        .replace("DATA", folder.resolve("data").toString()),
                    "OUT",
                    cause.getValue()))));
  }

  @Test
  void aFullDiskAndAReadOnlyOneAreTold() {
    assertThat(Failures.of(new UncheckedIOException(
            new FileSystemException("runs/x.zip", null, "No space left on device"))))
        .hasValueSatisfying(
            said -> assertThat(said.sentence())
                .isEqualTo(
                    "runs/x.zip: No space left on device; free some room, or name a place on another disk"));
    assertThat(Failures.of(new IOException("No space left on device")))
        .hasValueSatisfying(said -> assertThat(said.sentence()).contains("free some room"));
    assertThat(Failures.of(new FileSystemException("x.svg", null, "Read-only file system")))
        .hasValueSatisfying(said -> assertThat(said.sentence())
            .isEqualTo("x.svg: Read-only file system; name a place that can be written"));
    assertThat(Failures.of(new EOFException()))
        .hasValueSatisfying(
            said -> assertThat(said.sentence()).isEqualTo("a file ends early: it is truncated"));
    assertThat(Failures.of(new OutOfMemoryError("Java heap space")))
        .hasValueSatisfying(said -> assertThat(said.sentence()).startsWith("out of memory"));
  }

  @Test
  void aFaultOfOursIsNoSentence() {
    assertThat(Failures.of(new IllegalStateException("this can't be"))).isEmpty();
    assertThat(Failures.of(new NullPointerException())).isEmpty();
    assertThat(Failures.of(new IllegalArgumentException())).isEmpty();
  }

  private void assertOneSentence(String command, String place, Path path) {
    StringWriter err = new StringWriter();
    String[] words = Stream.of(command.split(" "))
        .map(word -> word.replaceFirst(
            "^(folder:)?" + place + "(/below)?$",
            "$1" + Matcher.quoteReplacement(path.toString()) + "$2"))
        .toArray(String[]::new);
    int code = Main.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(words);
    assertThat(code)
        .as(err.toString())
        .isIn(CommandLine.ExitCode.SOFTWARE, CommandLine.ExitCode.USAGE);
    assertThat(err.toString().lines().toList())
        .as(err.toString())
        .hasSizeBetween(0, 3)
        .noneMatch(line -> line.startsWith("\tat ")
            || line.startsWith("java.")
            || line.matches("null|.*[ :]null\\b(?!').*"));
  }

  private static Path photograph(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    ImageIO.write(new BufferedImage(40, 36, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    return file;
  }
}
