package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import sevennets.weights.SafeTensors;

/** A run answers for itself: nothing that it was trained with is said again. */
class OwnRunTest {
  @TempDir
  static Path folder;

  private static Path run;
  private static Path ant;
  private static Path bee;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Two classes that differ in colour, and a run of LeNet-5 for their 64 x 64 pixels. */
  @BeforeAll
  static void train() throws IOException {
    for (int i = 0; i < 10; i++) {
      ant = picture(folder.resolve("photos/ant/p" + i + ".png"), 0xa03010 + i);
      bee = picture(folder.resolve("photos/bee, striped/p" + i + ".png"), 0x1030a0 + i);
    }
    run = folder.resolve("run");
    StringWriter said = new StringWriter();
    int code = Main.commandLine()
        .setErr(new PrintWriter(said, true))
        .setOut(new PrintWriter(new StringWriter()))
        .execute(
            "train",
            "--arch",
            "lenet5",
            "--recipe",
            "smoke",
            "--epochs",
            "8",
            "--batch",
            "4",
            "--data",
            "folder:" + folder.resolve("photos") + "@64",
            "--out",
            run.toString());
    assertThat(code).as(said.toString()).isZero();
  }

  private static Path picture(Path file, int rgb) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++) for (int x = 0; x < 64; x++) image.setRGB(x, y, rgb + x * y % 7);
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  @BeforeEach
  void clear() {
    out.getBuffer().setLength(0);
  }

  private int run(String... args) {
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  /**
   * One photograph more, and the parts are drawn anew: most of the test would be of the training.
   */
  @Test
  void aRunIsNotJudgedByImagesThatItMayHaveLearntFrom() throws IOException {
    Path more = picture(folder.resolve("photos/ant/p99.png"), 0xa03099);
    try {
      assertThat(run("evaluate", "--run", run.toString())).isEqualTo(1);
      assertThat(err.toString())
          .contains(
              "the images are other than when the run in", "or judge the run by --images DIR");
    } finally {
      Files.delete(more);
    }
  }

  @Test
  void itsClassesAreNamedAndOneBadPhotographDoesNotEndTheOthers() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.jpg"), "<html>");
    assertThat(run(
            "predict",
            "--run",
            run.toString(),
            "--json",
            ant.toString(),
            bad.toString(),
            folder.resolve("gone.png").toString(),
            bee.toString()))
        .isEqualTo(1);
    JsonNode answers = new ObjectMapper().readTree(out.toString());
    assertThat(answers).hasSize(4);
    assertThat(answers.at("/0/answers/0/class").asText()).isEqualTo("ant");
    assertThat(answers.at("/0/answers/0/probability").asDouble()).isBetween(0.5, 1.0);
    assertThat(answers.at("/1/error").asText()).contains("bad.jpg");
    assertThat(answers.at("/2/error").asText()).contains("gone.png");
    assertThat(answers.at("/3/answers/0/class").asText()).isEqualTo("bee, striped");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void csvQuotesWhatHoldsACommaAndTextSaysTheErrorAside() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.jpg"), "<html>");
    assertThat(run("predict", "--run", run.toString(), "--csv", "--top", "1", bee.toString()))
        .isZero();
    assertThat(out.toString())
        .startsWith("file,rank,class,probability,error\r\n")
        .containsPattern(",1,\"bee, striped\",[01]\\.\\d+,\r\n$");
    assertThat(run("predict", "--run", run.toString(), bad.toString(), bee.toString()))
        .isEqualTo(1);
    assertThat(out.toString()).contains("%  bee, striped");
    assertThat(err.toString()).contains("cannot read").doesNotContain("\tat ");
  }

  @Test
  void aPhotographOnItsSideIsToldOfAndTurnedIfAsked() throws IOException {
    BufferedImage stored = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    BufferedImage upright = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 64; y++)
      for (int x = 0; x < 64; x++) {
        stored.setRGB(x, y, x < 16 ? 0xa03010 : 0x1030a0);
        upright.setRGB(63 - y, x, x < 16 ? 0xa03010 : 0x1030a0);
      }
    Path phone = Files.write(folder.resolve("phone.jpg"), clockwise(jpeg(stored)));
    Path turned = Files.write(folder.resolve("turned.jpg"), jpeg(upright));
    assertThat(run("predict", "--run", run.toString(), "--csv", phone.toString()))
        .isZero();
    assertThat(err.toString())
        .startsWith("note: " + phone)
        .contains("its orientation tag asks for it to be turned clockwise by 90 degrees");
    String asStored = out.toString();
    err.getBuffer().setLength(0);
    clear();
    run("predict", "--run", run.toString(), "--csv", "--upright", phone.toString());
    assertThat(err.toString()).isEmpty();
    String asked = out.toString().replace("phone.jpg", "turned.jpg");
    clear();
    run("predict", "--run", run.toString(), "--csv", turned.toString());
    assertThat(asked).isEqualTo(out.toString()).isNotEqualTo(asStored);

    Path uprightRun = Files.createDirectory(folder.resolve("upright"));
    for (String file : new String[] {"run.properties", "best.zip"}) {
      Files.copy(run.resolve(file), uprightRun.resolve(file));
    }
    Path facts = uprightRun.resolve("run.properties");
    Files.writeString(facts, Files.readString(facts).replace("upright=false", "upright=true"));
    clear();
    run("predict", "--run", uprightRun.toString(), "--csv", phone.toString());
    assertThat(out.toString().replace("phone.jpg", "turned.jpg"))
        .as("a run that was trained upright needs no option")
        .isEqualTo(asked);
  }

  private static byte[] jpeg(BufferedImage image) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(image, "jpg", out);
    return out.toByteArray();
  }

  /** With Exif's orientation 6 before all else. */
  private static byte[] clockwise(byte[] jpeg) {
    byte[] exif = "Exif\0\0MM\0*\0\0\0\10\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0"
        .getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(jpeg.length + exif.length + 4)
        .put(jpeg, 0, 2)
        .putShort((short) 0xffe1)
        .putShort((short) (exif.length + 2))
        .put(exif)
        .put(jpeg, 2, jpeg.length - 2)
        .array();
  }

  @Test
  void aHeatMapLiesBesideEachAnswer() throws IOException {
    Path maps = folder.resolve("maps");
    assertThat(
            run("predict", "--run", run.toString(), "--explain", maps.toString(), ant.toString()))
        .as(err.toString())
        .isZero();
    BufferedImage drawn = ImageIO.read(maps.resolve("p9.png.gradcam.png").toFile());
    assertThat(drawn.getWidth()).isGreaterThan(drawn.getHeight());
  }

  @Test
  void itIsJudgedByItsOwnTestImagesOrByAFolder() throws IOException {
    assertThat(run("evaluate", "--run", run.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("test: top-1 100.00%").contains("2 images");
    Files.writeString(folder.resolve("photos/ant/x.png"), "no picture");
    try {
      assertThat(run(
              "evaluate",
              "--run",
              run.toString(),
              "--json",
              "--images",
              folder.resolve("photos").toString()))
          .isEqualTo(1);
    } finally {
      Files.delete(folder.resolve("photos/ant/x.png"));
    }
    JsonNode result =
        new ObjectMapper().readTree(out.toString().substring(out.toString().indexOf('{')));
    assertThat(result.get("photographs").asInt()).isEqualTo(20);
    assertThat(result.get("unreadable").asInt()).isEqualTo(1);
    assertThat(result.get("top1").asDouble()).isEqualTo(1);
  }

  @Test
  void noOptionIsIgnoredWhereItIsJudgedByItsOwnTestImages() {
    for (String[] option : new String[][] {
      {"--arch", "resnet18"},
      {"--weights", "other.safetensors"},
      {"--source", "timm"},
      {"--crop", "32"},
      {"--test-size"},
      {"--upright"}
    }) {
      String[] args = new String[option.length + 3];
      System.arraycopy(new String[] {"evaluate", "--run", run.toString()}, 0, args, 0, 3);
      System.arraycopy(option, 0, args, 3, option.length);
      err.getBuffer().setLength(0);
      assertThat(run(args)).as(option[0]).isEqualTo(2);
      assertThat(err.toString())
          .contains(
              option[0].equals("--upright")
                  ? "--upright is for --images; the run's own test images are looked at as in its training, not turned: give --images DIR, or leave --upright out"
                  : "give --run alone");
    }
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void itIsExportedWithoutSayingItsSizeAndClasses() throws IOException {
    for (String[] from : new String[][] {
      {"--run", run.toString()},
      {"--model", run.resolve("best.zip").toString()},
      {"--arch", "lenet5", "--classes", "2", "--model", run.resolve("best.zip").toString()}
    }) {
      Path file = folder.resolve("net.safetensors");
      String[] args = new String[from.length + 2];
      args[0] = "export";
      System.arraycopy(from, 0, args, 1, from.length);
      args[from.length + 1] = file.toString();
      assertThat(run(args)).as(err.toString()).isZero();
      try (SafeTensors written = SafeTensors.open(file)) {
        assertThat(written.shape("output.bias")).containsExactly(2);
        assertThat(written.shape("c5.weight")[1]).isEqualTo(16 * 13 * 13);
      }
      Files.delete(file);
    }
  }

  @Test
  void whatContradictsTheRunIsOneSentence() {
    assertThat(run("predict", "--run", run.toString(), "--arch", "lenet5", ant.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("give --run alone");
    assertThat(run("predict", "--run", folder.toString(), ant.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("has no run.properties");
    assertThat(run(
            "export", "--arch", "alexnet", "--model", run.resolve("best.zip").toString(), "x"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("is a lenet5");
  }
}
