package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sevennets.weights.SafeTensorsBytes.file;
import static sevennets.weights.SafeTensorsBytes.floats;
import static sevennets.weights.SafeTensorsBytes.shorts;
import static sevennets.weights.SafeTensorsBytes.tensor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {

  private static final String TWO =
      "{" + tensor("a", "F32", "[2,1]", 0, 8) + "," + tensor("b.weight", "F32", "[]", 8, 12) + "}";

  @TempDir
  Path folder;

  private SafeTensors open(byte[] bytes) throws IOException {
    return SafeTensors.open(Files.write(folder.resolve("x.safetensors"), bytes));
  }

  private void refused(byte[] bytes, String... words) {
    assertThatThrownBy(() -> open(bytes).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x.safetensors")
        .hasMessageContainingAll(words);
  }

  @Test
  void readsTensorsInTheHeadersOrderWithTheirShapes() throws IOException {
    try (SafeTensors file = open(file(TWO + "   ", floats(1.5f, -2f, 3e-40f)))) {
      assertThat(file.names()).containsExactly("a", "b.weight");
      assertThat(file.shape("a")).containsExactly(2, 1);
      assertThat(file.shape("b.weight")).isEmpty();
      assertThat(file.read("a")).containsExactly(1.5f, -2f);
      assertThat(file.read("b.weight")).containsExactly(3e-40f);
    }
  }

  @Test
  void readsMetadataAndEmptyTensors() throws IOException {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"}," + tensor("none", "F32", "[0,3]", 0, 0) + "}";
    try (SafeTensors file = open(file(header))) {
      assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
      assertThat(file.read("none")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, 0",
    "0x3c00, 1",
    "0xc000, -2",
    "0x7bff, 65504",
    "0x0400, 0x1p-14",
    "0x0001, 0x1p-24",
    "0x83ff, -0x1.ff8p-15",
    "0x3555, 0x1.554p-2",
    "0x7c00, Infinity",
    "0xfc00, -Infinity",
    "0x7e00, NaN"
  })
  void widensHalfFloatsExactly(String half, float value) throws IOException {
    try (SafeTensors file =
        open(file("{" + tensor("h", "F16", "[1]", 0, 2) + "}", shorts(Integer.decode(half))))) {
      assertThat(file.read("h")).containsExactly(value);
    }
  }

  @Test
  void widensBfloat16() throws IOException {
    try (SafeTensors file =
        open(file("{" + tensor("h", "BF16", "[3]", 0, 6) + "}", shorts(0x3f80, 0xc049, 0x0001)))) {
      assertThat(file.read("h")).containsExactly(1f, -3.140625f, 0x1p-133f);
    }
  }

  @Test
  void refusesAHeaderLengthBeyondTheFile() {
    refused(file(1_000, TWO, floats(1, 2, 3)), "1000 bytes", "cut short");
    refused(file(-1, TWO, floats(1, 2, 3)), "18446744073709551615 bytes");
    refused(file(Long.MAX_VALUE, TWO, floats(1, 2, 3)), "9223372036854775807 bytes");
    refused(new byte[] {1, 2, 3}, "3 bytes");
    refused(new byte[8], "does not begin with '{'");
  }

  @Test
  void refusesAHugeHeaderUnread() throws IOException {
    Path sparse = folder.resolve("x.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(sparse.toFile(), "rw")) {
      out.setLength(200_000_000);
      out.write(ByteBuffer.allocate(8)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putLong(150_000_000)
          .array());
    }
    assertThatThrownBy(() -> SafeTensors.open(sparse))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("longer than the 100000000 allowed");
  }

  @Test
  void refusesOverlappingRanges() {
    refused(
        file(
            "{" + tensor("a", "F32", "[2]", 0, 8) + "," + tensor("b", "F32", "[2]", 4, 12) + "}",
            floats(1, 2, 3)),
        "'a' and 'b' overlap");
    refused(
        file(
            "{" + tensor("a", "F32", "[1]", 0, 4) + "," + tensor("b", "F32", "[1]", 0, 4) + "}",
            floats(1)),
        "overlap");
  }

  @Test
  void refusesBytesThatBelongToNoTensor() {
    refused(file("{" + tensor("a", "F32", "[1]", 4, 8) + "}", floats(1, 2)), "bytes 0 to 4");
    refused(
        file(
            "{" + tensor("a", "F32", "[1]", 0, 4) + "," + tensor("b", "F32", "[1]", 8, 12) + "}",
            floats(1, 2, 3)),
        "bytes 4 to 8",
        "'b'");
    refused(file("{" + tensor("a", "F32", "[1]", 0, 4) + "}", floats(1, 2)), "last 4 bytes");
  }

  @Test
  void refusesATruncatedFile() {
    byte[] whole = file(TWO, floats(1, 2, 3));
    for (int length = 0; length < whole.length; length++)
      refused(Arrays.copyOf(whole, length), "byte");
  }

  @Test
  void refusesARangeThatIsNotTheShapes() {
    refused(file("{" + tensor("a", "F32", "[3]", 0, 8) + "}", floats(1, 2)), "takes 12 bytes");
    refused(file("{" + tensor("a", "F16", "[2]", 0, 8) + "}", floats(1, 2)), "takes 4 bytes");
    refused(file("{" + tensor("a", "F32", "[1]", 8, 4) + "}", floats(1, 2)), "8 and 4");
    refused(
        file("{" + tensor("a", "F32", "[4294967296,4294967296]", 0, 0) + "}"),
        "more elements than a file can hold");
    refused(file("{" + tensor("a", "F32", "[-1]", 0, 4) + "}", floats(1)), "negative");
    refused(
        file("{" + tensor("a", "F32", "[" + "9".repeat(2_000_000) + "]", 0, 4) + "}", floats(1)),
        "absurd");
  }

  @Test
  void refusesDuplicateNames() {
    refused(
        file(
            "{" + tensor("a", "F32", "[1]", 0, 4) + "," + tensor("a", "F32", "[1]", 4, 8) + "}",
            floats(1, 2)),
        "'a' twice");
  }

  @Test
  void refusesMalformedHeaders() {
    refused(file("{\"a\":"), "not valid JSON");
    refused(file("{} {}"), "goes on after");
    refused(file("{\"a\":3}"), "'a' needs an object");
    refused(file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}"), "two data_offsets");
    refused(
        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", floats(1)),
        "whole numbers");
    refused(file("{" + tensor("a", "C64", "[1]", 0, 8) + "}", floats(1, 2)), "unknown dtype 'C64'");
    refused(file("{\"__metadata__\":{\"a\":[]}}"), "strings");
    refused(file("{\"a\":" + "[".repeat(1_000_000)), "'a' needs an object");
  }

  @Test
  void aTensorOfWholeNumbersIsListedButNotRead() throws IOException {
    try (SafeTensors file = open(file("{" + tensor("n", "I64", "[1]", 0, 8) + "}", new byte[8]))) {
      assertThat(file.shape("n")).containsExactly(1);
      assertThatThrownBy(() -> file.read("n"))
          .hasMessageContaining("'n'")
          .hasMessageContaining("I64");
      assertThatThrownBy(() -> file.read("m")).hasMessageContaining("no tensor 'm'");
    }
  }

  @Test
  void aFileThatShrankSinceItWasOpenedIsNotTouchedBeyondItsEnd() throws IOException {
    try (SafeTensors file = open(file(TWO, floats(1, 2, 3)))) {
      try (RandomAccessFile out =
          new RandomAccessFile(folder.resolve("x.safetensors").toFile(), "rw")) {
        out.setLength(out.length() - 8);
      }
      assertThatThrownBy(() -> file.read("b.weight"))
          .hasMessageContaining("b.weight")
          .hasRootCauseMessage("the file became shorter since it was opened");
    }
  }

  @Test
  void readsBeyondTwoGibibytes() throws IOException {
    long big = 3L << 30;
    String header = "{" + tensor("big", "U8", "[" + big + "]", 0, big) + ","
        + tensor("last", "F32", "[2]", big, big + 8) + "}";
    byte[] start = file(header);
    Path sparse = folder.resolve("big.safetensors");
    try (RandomAccessFile out = new RandomAccessFile(sparse.toFile(), "rw")) {
      out.write(start);
      out.seek(start.length + big);
      out.write(floats(7, 8));
    }
    try (SafeTensors file = SafeTensors.open(sparse)) {
      assertThat(file.read("last")).containsExactly(7, 8);
    }
  }

  @Test
  void everyMutationIsEitherReadWithinTheFileOrRefusedInWords() throws IOException {
    String header = "{\"__metadata__\":{\"format\":\"pt\"}," + TWO.substring(1, TWO.length() - 1)
        + "," + tensor("c", "BF16", "[2,2]", 12, 20) + "}";
    byte[] whole = file(header, Arrays.copyOf(floats(1, 2, 3), 20));
    Random random = new Random(7);
    int read = 0;
    for (int round = 0; round < 5_000; round++) {
      try (SafeTensors file = open(mutate(whole, random))) {
        for (String name : file.names()) if (file.shape(name).length < 3) readOrRefuse(file, name);
        read++;
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageContaining("x.safetensors");
      }
    }
    assertThat(read).as("mutations that left a valid file").isBetween(1, 4_999);
  }

  /** A mutated dtype may be one that is not read, such as I32. */
  private static void readOrRefuse(SafeTensors file, String name) {
    try {
      assertThat(file.read(name)).hasSizeLessThanOrEqualTo(8);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("are read");
    }
  }

  private static byte[] mutate(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt(256);
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[at] = (byte) "0123456789[]{},:\"".charAt(random.nextInt(17));
        default ->
          bytes = random.nextBoolean()
              ? Arrays.copyOf(bytes, at + 1)
              : Arrays.copyOf(bytes, bytes.length + 1);
      }
    }
    return bytes;
  }

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("conv1.weight", new long[] {4, 3, 7, 7});
    shapes.put("fc.bias", new long[] {100_003});
    shapes.put("größe \"x\"", new long[] {});
    Tensors source = new Generated(shapes);
    Path file = folder.resolve("out.safetensors");
    SafeTensorsWriter.write(file, source, Map.of("format", "pt"));
    try (SafeTensors back = SafeTensors.open(file)) {
      assertThat(back.names()).containsExactlyElementsOf(source.names());
      assertThat(back.metadata()).containsExactly(Map.entry("format", "pt"));
      for (String name : source.names()) {
        assertThat(back.shape(name)).isEqualTo(source.shape(name));
        assertThat(back.read(name)).isEqualTo(source.read(name));
      }
    }
    assertThat(folder).isDirectoryNotContaining("glob:**.partial");
  }

  @Test
  void theSameWeightsMakeTheSameFileInWhateverOrderItsNotesCome() throws IOException {
    Tensors source = new Generated(Map.of("a.bias", new long[] {2}));
    Map<String, String> one = new LinkedHashMap<>(), other = new LinkedHashMap<>();
    for (String name : new String[] {"format", "arch", "epoch"}) one.put(name, "x");
    for (String name : new String[] {"epoch", "format", "arch"}) other.put(name, "x");
    SafeTensorsWriter.write(folder.resolve("one"), source, one);
    SafeTensorsWriter.write(folder.resolve("other"), source, other);
    assertThat(folder.resolve("one")).hasSameBinaryContentAs(folder.resolve("other"));
  }

  @Test
  void aFullDiskIsToldWithTheFilesName() {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    Path full = folder.resolve("full.safetensors.partial");
    assertThatThrownBy(() -> {
          Files.createSymbolicLink(full, Path.of("/dev/full"));
          SafeTensorsWriter.write(
              folder.resolve("full.safetensors"),
              new Generated(Map.of("a.bias", new long[] {2})),
              Map.of());
        })
        .hasMessageContainingAll("full.safetensors", "No space left on device");
  }

  @Test
  void shortFloatsAreWrittenRoundedToTheNearest() throws IOException {
    Path file = folder.resolve("short.safetensors");
    Generated source = new Generated(Map.of("a.weight", new long[] {70_000, 2}));
    float[] exact = source.read("a.weight");
    for (Dtype dtype : List.of(Dtype.F16, Dtype.BF16)) {
      SafeTensorsWriter.write(file, source, Map.of(), dtype);
      assertThat(Files.size(file)).isLessThan(2 * exact.length + 200);
      try (SafeTensors written = SafeTensors.open(file)) {
        float[] read = written.read("a.weight");
        double half = dtype == Dtype.F16 ? 0x1p-11 : 0x1p-8; // half a unit in the last place
        for (int i = 0; i < exact.length; i++)
          assertThat(Math.abs(read[i] - exact[i]))
              .isLessThanOrEqualTo((float) (Math.abs(exact[i]) * half + 0x1p-25));
      }
    }
    assertThatThrownBy(() -> SafeTensorsWriter.write(file, source, Map.of(), Dtype.I32))
        .hasMessageContaining("F32, F16 or BF16, received I32");
  }

  @Test
  void everyHalfFloatIsRoundedToItself() {
    for (int half = 0; half < 1 << 16; half++) {
      float value = Dtype.halfToFloat((short) half);
      if (!Float.isNaN(value))
        assertThat(Dtype.floatToHalf(value)).as("%04x", half).isEqualTo((short) half);
    }
    assertThat(Dtype.halfToFloat(Dtype.floatToHalf(Float.NaN))).isNaN();
  }

  @ParameterizedTest
  @CsvSource({
    "65519.9, 65504",
    "65520, Infinity",
    "-1e9, -Infinity",
    "1e-8, 0",
    "2.98023224e-8, 0",
    "3e-8, 5.9604645e-8", // half the smallest goes to even
    "2049, 2048",
    "2051, 2052",
    "1.00048828125, 1",
    "1.0004884, 1.0009765625",
  })
  void halfFloatsAreRoundedToTheNearestAndTiesToEven(float value, float rounded) {
    assertThat(Dtype.halfToFloat(Dtype.floatToHalf(value))).isEqualTo(rounded);
  }

  @ParameterizedTest
  @CsvSource({
    "1.00390625, 1",
    "1.01171875, 1.015625",
    "1.0039064, 1.0078125",
    "3.4028235e38, Infinity",
    "NaN, NaN"
  })
  void brainFloatsAreRoundedToTheNearestAndTiesToEven(float value, float rounded) {
    assertThat(Float.intBitsToFloat(Dtype.floatToBrain(value) << 16))
        .isEqualTo(Float.valueOf(rounded));
  }

  @Test
  void aWrittenFileIsTheFormatToTheByte() throws IOException {
    Path file = folder.resolve("out.safetensors");
    SafeTensorsWriter.write(file, new Generated(Map.of("b.bias", new long[] {1})), Map.of());
    String header = "{" + tensor("b.bias", "F32", "[1]", 0, 4) + "}";
    String padded =
        header + " ".repeat((8 - header.getBytes(StandardCharsets.UTF_8).length % 8) % 8);
    assertThat(Files.readAllBytes(file))
        .isEqualTo(file(padded, floats(Generated.tensor("b.bias", 1))));
  }
}
