package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sevennets.files.DataException;

/**
 * Every kind of image file gives the pixels that Pillow gives, or is refused.
 * {@code src/test/python/pillow_images.py} made the files and asked Pillow.
 */
class PillowTest {
  /** Pillow gives numbers there of which it makes no colours, or clips them. */
  private static final Set<String> NOT_LIKE_PILLOW = Set.of(
      "F.tif", "I.tif", "lab.tif", "grey-16.png", "grey-16.tif", "grey-32.tif", "signed-16.tif");

  private static final Map<String, String> REFUSED = Map.ofEntries(
      Map.entry("cut.jpg", "it is truncated, its data ends early"),
      Map.entry("no-end-marker.jpg", "it is truncated, its data ends early"),
      Map.entry("cut.bmp", "it is truncated, its data ends early"),
      Map.entry("cut.png", "its data is damaged or ends early"),
      Map.entry("cut.gif", "its data is damaged or ends early"),
      Map.entry("cut.tif", "its data is damaged or ends early"),
      Map.entry("cut.webp", "its data is damaged or ends early"),
      Map.entry("float-16.tif", "its samples are floating-point numbers"),
      Map.entry("float-32.tif", "its samples are floating-point numbers"),
      Map.entry("float-64.tif", "its samples are floating-point numbers"),
      Map.entry("F.tif", "its samples are floating-point numbers"),
      Map.entry("I.tif", "its samples have 32 bits"),
      Map.entry("grey-32.tif", "its samples have 32 bits"),
      Map.entry("signed-16.tif", "its samples have 16 bits and a sign"),
      Map.entry("lab.tif", "its 3 bands are neither greys, red, green and blue, nor inks"));

  @TempDir
  Path folder;

  @TestFactory
  Stream<DynamicTest> anImageHasThePixelsThatPillowGives() throws IOException {
    Map<String, byte[]> entries = entries();
    return entries.keySet().stream()
        .filter(name -> entries.containsKey(name + ".rgb") && !NOT_LIKE_PILLOW.contains(name))
        .map(name -> DynamicTest.dynamicTest(
            name,
            () -> assertSame(ImageFile.read(written(name, entries)), entries.get(name + ".rgb"))));
  }

  @TestFactory
  Stream<DynamicTest> anImageIsTurnedAsPillowTurnsIt() throws IOException {
    Map<String, byte[]> entries = entries();
    return entries.keySet().stream()
        .filter(name -> entries.containsKey(name + ".upright"))
        .map(name -> DynamicTest.dynamicTest(name, () -> {
          Path file = written(name, entries);
          assertSame(ImageFile.readUpright(file), entries.get(name + ".upright"));
        }));
  }

  @TestFactory
  Stream<DynamicTest> whatCannotBeReadIsRefusedInWords() throws IOException {
    Map<String, byte[]> entries = entries();
    return REFUSED.entrySet().stream()
        .map(refused -> DynamicTest.dynamicTest(refused.getKey(), () -> {
          Path file = written(refused.getKey(), entries);
          assertThatThrownBy(() -> ImageFile.read(file))
              .isInstanceOf(DataException.class)
              .hasMessageStartingWith(
                  "cannot read " + file + " as an image: " + refused.getValue());
        }));
  }

  @Test
  void everyFileIsExpectedToBeReadOrRefused() throws IOException {
    Map<String, byte[]> entries = entries();
    assertThat(entries).hasSizeGreaterThan(200);
    assertThat(entries.keySet())
        .filteredOn(name -> !name.endsWith(".rgb") && !name.endsWith(".upright"))
        .allMatch(name -> entries.containsKey(name + ".rgb") || REFUSED.containsKey(name));
  }

  /** Pillow cuts the levels of 16-bit greys off at 255. */
  @Test
  void greysOfSixteenBitsKeepTheirLevels() throws IOException {
    Map<String, byte[]> entries = entries();
    Image eight = ImageFile.read(written("L.png", entries));
    for (String name : Set.of("grey-16.png", "grey-16.tif")) {
      Image deep = ImageFile.read(written(name, entries));
      Image red = ImageFile.read(written("RGB.png", entries));
      assertThat(deep.shape()).isEqualTo(eight.shape());
      for (int y = 0; y < deep.height(); y++) {
        for (int x = 0; x < deep.width(); x++) {
          assertThat(new float[] {deep.at(0, y, x), deep.at(1, y, x), deep.at(2, y, x)})
              .containsOnly(red.at(0, y, x));
        }
      }
    }
  }

  /** Within one of 255 levels: of sixteen bits Pillow keeps eight, and inks it rounds. */
  private static void assertSame(Image image, byte[] pillow) {
    ByteBuffer expected = ByteBuffer.wrap(pillow);
    assertThat(image.shape())
        .isEqualTo("[3x%dx%d]".formatted(expected.getShort(), expected.getShort()));
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        for (int c = 0; c < 3; c++) {
          float value = image.at(c, y, x);
          int level = expected.get() & 0xff;
          if (!(value >= 0 && value <= 1 && Math.abs(255 * value - level) < 1.001)) {
            throw new AssertionError("channel %d at (%d, %d) is %.3f, Pillow has %d"
                .formatted(c, y, x, 255 * value, level));
          }
        }
      }
    }
  }

  private Path written(String name, Map<String, byte[]> entries) throws IOException {
    return Files.write(folder.resolve(name), entries.get(name));
  }

  static Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new TreeMap<>();
    try (InputStream in = PillowTest.class.getResourceAsStream("pillow.zip");
        ZipInputStream archive = new ZipInputStream(in)) {
      for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        entries.put(entry.getName(), archive.readAllBytes());
      }
    }
    return entries;
  }
}
