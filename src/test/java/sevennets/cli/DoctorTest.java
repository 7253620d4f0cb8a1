package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import sevennets.bench.SelfTest.Way;
import sevennets.graph.Backends;

class DoctorTest {
  @TempDir
  Path bin;

  @Test
  void reportNamesWhatComputes() {
    List<Finding> findings = Doctor.examine();
    assertThat(findings)
        .extracting(Finding::subject)
        .startsWith(
            "Java",
            "Processor",
            "Memory",
            "Off-heap",
            "ND4J",
            "oneDNN",
            "Layers",
            "GPU",
            "CUDA",
            "Kernel",
            "Data");
    assertThat(found(findings, "oneDNN")).matches("\\d+\\.\\d+\\.\\d+, instruction set \\w+");
    assertThat(found(findings, "Layers"))
        .isEqualTo(Backends.current().name().toLowerCase(Locale.ROOT) + ": " + Backends.reason());
    assertThat(found(findings, "Data"))
        .isEqualTo("fashion-mnist is here, every file as it should be");
    assertThat(found(findings, "ND4J")).matches("\\w+Backend, \\d+ threads, FLOAT by default");
  }

  @Test
  void jsonHoldsTheFindingsOfTheReport() throws IOException {
    StringWriter out = new StringWriter();
    Main.commandLine().setOut(new PrintWriter(out)).execute("doctor", "--json");
    JsonNode findings = new ObjectMapper().readTree(out.toString());
    assertThat(findings).hasSameSizeAs(Doctor.examine());
    assertThat(findings.get(0).get("subject").asText()).isEqualTo("Java");
    assertThat(findings.get(0).get("found").asText())
        .startsWith(System.getProperty("java.version"));
  }

  @Test
  void tableHasOneRowAFinding() {
    assertThat(Doctor.table().columnNames()).containsExactly("subject", "found", "mend");
    assertThat(Doctor.table().rowCount()).isEqualTo(Doctor.examine().size());
  }

  @Test
  void alteredDataComesWithItsMend() throws IOException {
    Path folder = Files.createDirectories(bin.resolve("fashion-mnist"));
    try (var files = Files.list(Path.of("data/fashion-mnist"))) {
      for (Path file : files.toList()) Files.copy(file, folder.resolve(file.getFileName()));
    }
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), new byte[] {1, 2, 3});
    String before = System.getProperty("sevennets.data", "");
    System.setProperty("sevennets.data", bin.toString());
    try {
      Finding data = Workbench.examine().stream()
          .filter(it -> it.subject().equals("Data"))
          .findFirst()
          .orElseThrow();
      assertThat(data.found()).contains("t10k-labels-idx1-ubyte.gz");
      assertThat(data.mend()).isEqualTo("git checkout -- data/fashion-mnist");
    } finally {
      System.setProperty("sevennets.data", before);
    }
  }

  @Test
  void oldJavaAndTightMemoryComeWithTheirMend() {
    assertThat(Host.java(11).mend()).contains("JDK 17");
    assertThat(Host.offHeap(1L << 30).mend()).contains("-Dorg.bytedeco.javacpp.maxbytes");
    assertThat(Host.offHeap(4L << 30).fine()).isTrue();
  }

  @Test
  void cardIsReadFromNvidiaSmi() throws IOException {
    Gpu.Card card =
        Gpu.card(nvidiaSmi("echo 'NVIDIA GeForce RTX 3060, 8.6, 535.54.03'")).orElseThrow();
    assertThat(card).isEqualTo(new Gpu.Card("NVIDIA GeForce RTX 3060", 8.6, "535.54.03"));
  }

  @Test
  void missingOrFailingNvidiaSmiMeansNoCard() throws IOException {
    assertThat(Gpu.card(bin.resolve("absent").toString())).isEmpty();
    assertThat(Gpu.card(nvidiaSmi("echo 'No devices were found'; exit 6"))).isEmpty();
    assertThat(Gpu.card(nvidiaSmi("echo 'Field \"compute_cap\" is not a valid field to query.'")))
        .isEmpty();
  }

  @Test
  void cardThatIsAskedForAndNotThereIsToldInASentenceWithItsMend() {
    System.setProperty("sevennets.card", "cudnn");
    try {
      Finding cuda = Gpu.examine().get(1);
      assertThat(cuda.found()).contains("NVIDIA's driver or libraries do not load here");
      assertThat(cuda.mend()).contains("./lab --cpu");
    } finally {
      System.clearProperty("sevennets.card");
    }
  }

  @Test
  void hopperAndKeplersFirstAreNotSupported() {
    assertThat(new Gpu.Card("H100", 9.0, "").supported()).isFalse();
    assertThat(new Gpu.Card("GTX 680", 3.0, "").supported()).isFalse();
    assertThat(new Gpu.Card("K80", 3.7, "").supported()).isTrue();
    assertThat(new Gpu.Card("RTX 4090", 8.9, "").supported()).isTrue();
  }

  @Test
  void selfTestWithoutACardSaysSo() {
    StringWriter out = new StringWriter();
    int exit = new GpuSelfTest(new PrintWriter(out)).run(Optional.empty());
    assertThat(out.toString())
        .isEqualTo("Not tested: this machine has no graphics card that nvidia-smi lists."
            + System.lineSeparator());
    assertThat(exit).isEqualTo(1);
  }

  @Test
  void selfTestNeedsACardThatTheBuildHasCodeFor() {
    assertThat(GpuSelfTest.obstacle(Optional.of(new Gpu.Card("H100", 9.0, "")), true)
            .orElseThrow())
        .contains("H100", "9.0", "3.7 to 8.x");
    assertThat(GpuSelfTest.obstacle(Optional.of(new Gpu.Card("RTX 3060", 8.6, "")), false)
            .orElseThrow())
        .contains("./lab --gpu=nd4j doctor --gpu-selftest");
    assertThat(GpuSelfTest.obstacle(Optional.of(new Gpu.Card("RTX 3060", 8.6, "")), true))
        .isEmpty();
  }

  @Test
  void selfTestPrintsALineForEachNet() {
    StringWriter out = new StringWriter();
    assertThat(new GpuSelfTest(new PrintWriter(out))
            .compare(Way.PROCESSOR, Way.LIBND4J, List.of("lenet5"), 4))
        .isTrue();
    assertThat(out.toString().lines().skip(2))
        .singleElement()
        .asString()
        .matches("lenet5 +\\d\\.\\d{5} +\\d\\.\\d{5} +\\d\\.\\de-\\d+ +\\d+ +\\d+");
  }

  private String nvidiaSmi(String script) throws IOException {
    Path program = Files.writeString(bin.resolve("nvidia-smi"), "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program.toString();
  }

  private static String found(List<Finding> findings, String subject) {
    return findings.stream()
        .filter(it -> it.subject().equals(subject))
        .findFirst()
        .orElseThrow()
        .found();
  }
}
