package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sevennets.train.Trainer;

class TrainTest {
  private static final int IMAGES = 20;

  @TempDir
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aNumberThatIsNoneIsToldInWords() {
    assertThat(run("train", "--epochs", "99999999999")).isEqualTo(2);
    assertThat(run("train", "--seed", "1e9")).isEqualTo(2);
    assertThat(run("train", "--discriminative", "a tenth")).isEqualTo(2);
    assertThat(err.toString())
        .contains("'99999999999' is not a whole number up to 2147483647")
        .contains("'1e9' is not a whole number up to 9223372036854775807")
        .contains("'a tenth' is not a number");
  }

  @Test
  void trainsOnAFolderOfImagesAndReadsTheTestOnceAtTheEnd() throws IOException {
    Path run = folder.resolve("run");
    assertThat(run(
            "train",
            "--arch",
            "alexnet_small",
            "--data",
            "folder:" + images() + "@32",
            "--recipe",
            "smoke",
            "--batch",
            "8",
            "--epochs",
            "2",
            "--seed",
            "5",
            "--out",
            run.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .containsOnlyOnce("test: top-1 ")
        .contains("epochs, batch 8, seed 5; kept in " + run);
    assertThat(run.resolve("history.csv")).content().hasLineCount(3);
    assertThat(run.resolve("test.csv"))
        .content()
        .startsWith("class,images,acc1,most_taken_for")
        .hasLineCount(3);
    assertThat(Trainer.facts(run))
        .containsEntry("arch", "alexnet_small")
        .containsEntry("recipe", "smoke")
        .containsEntry("seed", "5")
        .containsEntry("border", "0")
        .containsKeys(
            "device",
            "threads",
            "layers",
            "deeplearning4j",
            "java",
            "commit",
            "version",
            "normalisation")
        .hasEntrySatisfying("threads", threads -> assertThat(threads).containsOnlyDigits());
  }

  @Test
  void testImagesAreNotReadBeforeTheLastEpochIsOver() throws IOException {
    Path parts = folder.resolve("parts");
    for (String part : new String[] {"train", "val", "test"}) {
      copy(images(), parts.resolve(part));
    }
    Files.writeString(parts.resolve("test/colour-0/3.png"), "no image");
    Path run = folder.resolve("run");
    assertThat(run(
            "train",
            "--arch",
            "alexnet_small",
            "--data",
            "folder:" + parts + "@32",
            "--recipe",
            "smoke",
            "--batch",
            "8",
            "--out",
            run.toString()))
        .isOne();
    assertThat(run.resolve("history.csv")).content().hasLineCount(2);
    assertThat(err.toString()).contains("test/colour-0/3.png");
  }

  @Test
  void resumedWithoutOtherOptionsKnowsWhatTheRunWas() throws IOException {
    Path run = folder.resolve("run");
    String[] begin = {
      "train",
      "--arch",
      "alexnet_small",
      "--data",
      "folder:" + images() + "@32",
      "--recipe",
      "smoke",
      "--batch",
      "8",
      "--out",
      run.toString()
    };
    assertThat(run(begin)).isZero();
    assertThat(run("train", "--resume", run.toString())).as(err.toString()).isZero();
    assertThat(run(begin)).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).contains("holds another run; resume it (--resume " + run);
  }

  @Test
  void aRunWhoseClassWasRenamedIsNotResumed() throws IOException {
    Path run = folder.resolve("run");
    assertThat(run(
            "train",
            "--arch",
            "alexnet_small",
            "--data",
            images() + "@32",
            "--recipe",
            "quick",
            "--epochs",
            "1",
            "--batch",
            "8",
            "--out",
            run.toString()))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .startsWith(
            "2 classes (colour-0, colour-255); 32 images to train, 4 for validation, 4 for the test");
    Files.move(folder.resolve("images/colour-0"), folder.resolve("images/red"));
    assertThat(run("train", "--resume", run.toString())).isOne();
    assertThat(err.toString())
        .startsWith(
            "the classes are other than when the run in " + run + " began: gone are [colour-0]");
  }

  @Test
  void photographsOfAnySizeTrainBySmallRecipes() throws IOException {
    Path photographs = Files.createDirectories(folder.resolve("photographs"));
    for (int i = 0; i < 12; i++) {
      Path file = photographs.resolve("c%d/%d.png".formatted(i % 2, i));
      Files.createDirectories(file.getParent());
      ImageIO.write(
          new BufferedImage(40 + 5 * i, 90 - 3 * i, BufferedImage.TYPE_INT_RGB),
          "png",
          file.toFile());
    }
    for (String recipe : new String[] {"smoke", "quick", "resnet-cifar", "photographs"}) {
      assertThat(run(
              "train",
              "--arch",
              "alexnet_small",
              "--data",
              photographs + "@32",
              "--recipe",
              recipe,
              "--epochs",
              "1",
              "--batch",
              "4",
              "--out",
              folder.resolve(recipe).toString()))
          .as(recipe + " " + err)
          .isZero();
    }
  }

  @Test
  void workersAreRememberedAndTensorBoardIsServedOnRequest() throws IOException {
    Path run = folder.resolve("run");
    assertThat(run(
            "train",
            "--arch",
            "vgg11_small",
            "--data",
            "folder:" + images() + "@32",
            "--recipe",
            "smoke",
            "--batch",
            "8",
            "--out",
            run.toString(),
            "--workers",
            "2",
            "--tensorboard"))
        .as(err.toString())
        .isZero();
    assertThat(run).isDirectoryContaining("glob:**/events.out.tfevents.*");
    assertThat(run("train", "--resume", run.toString())).as(err.toString()).isZero();
    assertThat(Trainer.facts(run)).containsEntry("workers", "2");
  }

  @Test
  void resumeTakesNoOptionThatWouldChangeTheRun() {
    assertThat(run("train", "--resume", folder.toString(), "--epochs", "3"))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("--resume goes on with what the run was started with");
  }

  @Test
  void allMissingOptionsAreToldAtOnceWithAnExample() {
    assertThat(run("train", "--arch", "alexnet_small")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith(
            "--data and --recipe are missing; for example: ./lab train --arch resnet20_cifar");
  }

  @Test
  void oneMissingOptionIsToldAlone() {
    assertThat(run("train", "--weights", "imagenet")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith("--data is missing; for example: ./lab train");
  }

  @Test
  void unknownRecipeListsTheKnownOnes() {
    assertThat(
            run("train", "--arch", "alexnet_small", "--data", "fashion-mnist", "--recipe", "fast"))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .startsWith("no recipe is called 'fast'; the nearest names are smoke, quick, ");
  }

  @Test
  void folderWithoutARunIsNotResumed() {
    assertThat(run("train", "--resume", folder.resolve("nothing").toString()))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(run("train", "--resume", folder.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .contains("there is no folder")
        .contains("holds no run that './lab train' began");
  }

  @Test
  void aTrainingThatIsRefusedLeavesNoFolder() throws IOException {
    Path out = folder.resolve("refused");
    String data = "folder:" + images() + "@32";
    String[] words = {"train", "--arch", "lenet5", "--recipe", "smoke", "--data", data};
    List<String> refused = new ArrayList<>(List.of(words));
    refused.addAll(List.of("--workers", "0", "--out", out.toString()));
    assertThat(run(refused.toArray(String[]::new))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out).doesNotExist();
    Files.createDirectory(out);
    assertThat(run(refused.toArray(String[]::new))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(out).as("one that was there before").exists();
  }

  @Test
  void aFileIsNoFolderOfARun() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "mine");
    assertThat(run("train", "--resume", file.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString()).startsWith(file + " is no folder: --resume names that of a run");
    String[] words = {"train", "--arch", "lenet5", "--recipe", "smoke", "--data", "fashion-mnist"};
    List<String> into = new ArrayList<>(List.of(words));
    into.addAll(List.of("--out", file.toString()));
    assertThat(run(into.toArray(String[]::new))).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString())
        .contains("--out " + file + " is no folder; a run is kept in one of its own");
    assertThat(file).hasContent("mine");
  }

  /** Two classes, red and blue. */
  private Path images() throws IOException {
    for (Color colour : new Color[] {Color.RED, Color.BLUE}) {
      Path ofClass =
          Files.createDirectories(folder.resolve("images").resolve("colour-" + colour.getBlue()));
      for (int i = 0; i < IMAGES; i++) {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        pen.setColor(colour);
        pen.fillRect(i, 0, 12, 32);
        pen.dispose();
        ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
      }
    }
    return folder.resolve("images");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copied = to.resolve(from.relativize(file));
        Files.createDirectories(copied.getParent());
        Files.copy(file, copied);
      }
    }
  }

  private int run(String... words) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(words);
  }
}
