package sevennets.kernels.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * NVIDIA's own libraries on a machine without a card: NVRTC compiles every kernel for every kind of
 * card, and cuDNN proposes a way for every convolution of the catalogue on cards that it knows by
 * description. {@code ./lab test --all} puts the libraries, 838 MB, outside the clone.
 */
@Tag("slow")
class LibraryTest {
  /** Set by {@code suite.py}: the folder into which the wheels were unpacked. */
  private static final String LIBRARIES = System.getenv("SEVENNETS_NVIDIA");

  private static final Pattern BFLOAT16 =
      Pattern.compile("^(\\d+) directions, (\\d+) with an engine that repeats its bits");

  @TempDir
  static Path folder;

  private static Map<String, String> said;

  @BeforeAll
  static void askThem() throws IOException, InterruptedException {
    String missing = LIBRARIES == null
        ? "SKIPPED, NVIDIA's NVRTC and cuDNN were not asked: their libraries are not here "
            + "(./lab test --all fetches them; SEVENNETS_NVIDIA names their folder)"
        : StandIn.missing();
    if (missing != null) {
      System.out.println(missing);
    }
    assumeTrue(missing == null, missing);
    said = run();
  }

  private static Map<String, String> run() throws IOException, InterruptedException {
    // A machine with a card has this of its driver; here nothing of it is called.
    StandIn.run(
        folder.resolve("log"),
        List.of(
            "g++",
            "-shared",
            "-Wl,-soname,libcuda.so.1",
            "-o",
            folder.resolve("libcuda.so.1").toString(),
            Files.writeString(folder.resolve("nothing.cpp"), "").toString()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dorg.bytedeco.javacpp.pathsFirst=true");
    // Most of what cuDNN takes is its own code.
    command.add("-Dorg.bytedeco.javacpp.maxphysicalbytes=0");
    command.add("-Djava.library.path=" + folders());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LibraryTrials.class.getName());
    File out = folder.resolve("out").toFile();
    File errors = folder.resolve("errors").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(errors);
    builder.environment().put("LD_LIBRARY_PATH", folder.toString());
    int code = builder.start().waitFor();
    assertThat(code).as(Files.readString(errors.toPath())).isZero();
    Map<String, String> lines = new LinkedHashMap<>();
    for (String line : Files.readAllLines(out.toPath())) {
      lines.put(line.split("\t")[0], line.split("\t")[1]);
    }
    return lines;
  }

  private static String folders() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(LIBRARIES))) {
      return files
          .filter(file -> file.getFileName().toString().contains(".so"))
          .map(file -> file.getParent().toString())
          .distinct()
          .collect(Collectors.joining(File.pathSeparator));
    }
  }

  @Test
  void everyKernelCompilesForEveryKindOfCard() {
    for (int capability : LibraryTrials.CAPABILITIES) {
      assertThat(said).containsEntry("sm_" + capability, "compiles");
    }
  }

  @Test
  void cudnnHasAWayForEveryConvolutionOfTheCatalogueOnEveryCard() {
    assertThat(Integer.parseInt(said.get("convolutions"))).isGreaterThan(1000);
    for (LibraryTrials.Card card : LibraryTrials.CARDS) {
      assertThat(said.get(card.name()))
          .as(card.name())
          .endsWith("with an engine that repeats its bits");
    }
  }

  /** What has none in bfloat16 is computed in TF32, for which the test above finds a way. */
  @Test
  void fromAmpereOnAtMostOneDirectionInAThousandHasNoWayInBfloat16ThatRepeatsItsBits() {
    int directions = 3 * Integer.parseInt(said.get("convolutions"));
    for (LibraryTrials.Card card : LibraryTrials.CARDS) {
      String ways = said.get(card.name() + " bfloat16");
      Matcher matcher = BFLOAT16.matcher(ways);
      assertThat(matcher.find()).as(card.name() + ": " + ways).isTrue();
      assertThat(Integer.parseInt(matcher.group(1))).as(card.name()).isEqualTo(directions);
      int repeating = Integer.parseInt(matcher.group(2));
      if (card.capability() < 80) {
        assertThat(repeating).as(card.name()).isZero();
      } else {
        assertThat(directions - repeating)
            .as(card.name() + ": " + ways)
            .isLessThanOrEqualTo(directions / 1000);
      }
    }
  }
}
