package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataTest {
  @TempDir
  Path data;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void nameDataFolder() {
    System.setProperty("sevennets.data", data.toString());
  }

  @AfterEach
  void forgetDataFolder() {
    System.clearProperty("sevennets.data");
  }

  @Test
  void listTellsWhatIsHere() {
    assertThat(run("data", "list")).isZero();
    assertThat(out.toString())
        .containsPattern("fashion-mnist +here")
        .containsPattern("cifar10 +- ")
        .contains("folder:PATH");
  }

  @Test
  void verifyFindsTheRepositorysDataWhole() {
    assertThat(run("data", "verify")).isZero();
    assertThat(out.toString())
        .isEqualTo("  fashion-mnist is whole: %s%n"
            .formatted(Path.of("data/fashion-mnist").toAbsolutePath()));
  }

  @Test
  void verifyFailsForWhatIsMissingAndSaysHowToGetIt() {
    assertThat(run("data", "verify", "cifar10")).isOne();
    assertThat(out.toString())
        .startsWith("! cifar10 is not in " + data.resolve("cifar10")
            + "; fetch it with `./lab data fetch cifar10`");
  }

  @Test
  void fetchFromAWrongFileFailsInOneSentence() throws Exception {
    Path file = Files.writeString(data.resolve("wrong.tar.gz"), "wrong");
    assertThat(run("data", "fetch", "cifar10", "--from", file.toString())).isOne();
    assertThat(err.toString())
        .startsWith(file
            + " is not cifar-10-binary.tar.gz (170,052,171 bytes, SHA-256 c4a38c50a1bc5f3a1c5537f")
        .endsWith(System.lineSeparator())
        .hasLineCount(1);
  }

  @Test
  void aNameThatEndsALineWritesNoLineOfItsOwn() throws Exception {
    for (int i = 0; i < 12; i++) {
      Path image = data.resolve("photos/c\ntest: top-1 100%" + i % 2 + "/" + i + ".png");
      Files.createDirectories(image.getParent());
      ImageIO.write(new BufferedImage(8, 9, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    }
    Files.writeString(data.resolve("photos/c\ntest: top-1 100%0/a\nb.png"), "<html>");
    assertThat(run("data", "verify", "folder:" + data.resolve("photos"))).isOne();
    assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.matches("[! ] .*"));
  }

  @Test
  void verifyNamesEveryImageOfAFolderThatCannotBeRead() throws Exception {
    for (int i = 0; i < 12; i++) {
      Path image = data.resolve("photos/c" + i % 2 + "/" + i + ".png");
      Files.createDirectories(image.getParent());
      ImageIO.write(new BufferedImage(8, 9, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    }
    assertThat(run("data", "verify", "folder:" + data.resolve("photos"))).isZero();
    Path bad = Files.writeString(data.resolve("photos/c1/web page.jpg"), "<html>");
    Path cut = data.resolve("photos/c0/cut.png");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(data.resolve("photos/c0/0.png")), 45));
    Files.createDirectory(data.resolve("photos/empty"));
    assertThat(run("data", "verify", "folder:" + data.resolve("photos"))).isOne();
    assertThat(out.toString())
        .contains("12 of 12 images can be read")
        .contains("! cannot read " + bad + " as an image: it is none of JPEG")
        .contains("! cannot read " + cut + " as an image: its data is damaged or ends early")
        .contains("12 of 14 images can be read");
  }

  @Test
  void anUnpackedFolderIsTaken() throws Exception {
    Path unpacked = Files.createDirectories(data.resolve("brought/cifar-10-batches-bin"));
    for (String file : new String[] {"batches.meta.txt", "test_batch.bin"}) {
      Files.writeString(unpacked.resolve(file), file);
    }
    assertThat(run("data", "fetch", "cifar10", "--from", unpacked.toString()))
        .as(err.toString())
        .isZero();
    assertThat(run("data", "fetch", "cifar10", "--from", unpacked.getParent().toString()))
        .isZero();
    assertThat(run("data", "verify", "cifar10")).isZero();
    assertThat(run(
            "data",
            "fetch",
            "cifar10",
            "--from",
            data.resolve("cifar10").resolve("..").toString()))
        .isOne();
    assertThat(err.toString())
        .contains("should be the folder cifar-10-batches-bin or cifar-10-batches-py, or hold it");
  }

  @Test
  void anUnknownDatasetIsTheCallersMistake() {
    assertThat(run("data", "fetch", "cifar-10")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("no dataset is called 'cifar-10'; did you mean 'cifar10'?");
  }

  @Test
  void progressIsOneLineThatEndsWhenTheFileIsThere() {
    FetchLine line = new FetchLine(new PrintWriter(err));
    line.at("a.tgz", 50_000_000, 200_000_000);
    line.at("a.tgz", 200_000_000, 200_000_000);
    assertThat(err.toString())
        .startsWith("\ra.tgz  25%  50 of 200 MB")
        .containsOnlyOnce(System.lineSeparator())
        .contains("\ra.tgz  100%  200 of 200 MB")
        .endsWith(System.lineSeparator());
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
