package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.files.DataException;

class IdxTest {
  @Test
  void dimensionsAndValuesAreRead() {
    Idx idx = Idx.gunzip(gzip(0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255), "a.gz", 2);
    assertThat(idx.dimensions()).containsExactly(2, 3);
    assertThat(idx.values()).containsExactly(1, 2, 3, 4, 5, -1);
  }

  @Test
  void valuesOfAnotherTypeAreRefusedByName() {
    assertThatThrownBy(() -> Idx.gunzip(gzip(0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0), "a.gz", 1))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "a.gz should hold unsigned bytes (IDX type 0x08), it holds 32-bit floats (0x0d)");
  }

  @Test
  void anotherNumberOfDimensionsIsRefused() {
    assertThatThrownBy(() -> Idx.gunzip(gzip(0, 0, 8, 1, 0, 0, 0, 0), "a.gz", 3))
        .hasMessage("a.gz should have 3 dimensions, it has 1");
  }

  @Test
  void fewerValuesThanClaimedAreRefusedWithBothCounts() {
    assertThatThrownBy(() -> Idx.gunzip(gzip(0, 0, 8, 1, 0, 0, 4, 0, 7, 7), "a.gz", 1))
        .hasMessage("a.gz should hold [1024] = 1,024 values, it ends after 2");
  }

  @Test
  void aClaimOfMoreThanMemoryCanHoldIsRefusedBeforeReading() {
    assertThatThrownBy(() -> Idx.gunzip(gzip(0, 0, 8, 2, 0x7f, 0, 0, 0, 0x7f, 0, 0, 0), "a.gz", 2))
        .hasMessage("a.gz claims [2130706432, 2130706432] values, more than 2^31");
  }

  /** 2^22 x 2^21 x 2^21 is 2^64, which is 0 to whoever multiplies without looking. */
  @Test
  void dimensionsWhoseProductOverflowsAreRefused() {
    byte[] bytes = {0, 0, 8, 3, 0, 0x40, 0, 0, 0, 0x20, 0, 0, 0, 0x20, 0, 0};
    assertThatThrownBy(() -> Idx.read(bytes, "a", 3))
        .hasMessage("a claims [4194304, 2097152, 2097152] values, more than 2^31");
  }

  @Test
  void aNegativeDimensionIsRefused() {
    assertThatThrownBy(() -> Idx.read(new byte[] {0, 0, 8, 1, -1, -1, -1, -1}, "a", 1))
        .hasMessage("a claims a dimension of 4,294,967,295");
  }

  /** Zeros are squeezed a thousandfold: what is claimed is refused before it is unpacked. */
  @Test
  void moreThanAQuarterOfJavasMemoryIsRefused() {
    long room = Runtime.getRuntime().maxMemory() / 4;
    int claimed = (int) Math.min(room + 1, Integer.MAX_VALUE - 8);
    byte[] bytes = ByteBuffer.allocate(8).putInt(0x0801).putInt(claimed).array();
    assertThatThrownBy(() -> Idx.read(bytes, "a", 1))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("cannot read a: its ", "a quarter of Java's memory", "-Xmx");
  }

  @Test
  void imagesWithoutAPixelAreRefused(@TempDir Path folder) throws IOException {
    byte[] none = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0};
    for (String part : List.of("train", "t10k")) {
      Files.write(folder.resolve(part + "-images-idx3-ubyte"), none);
      Files.write(
          folder.resolve(part + "-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 0, 1});
    }
    assertThatThrownBy(() -> IdxFolder.load("none", folder))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("holds no image, its dimensions are [2, 0, 0]");
  }

  @Test
  void whatIsNotIdxOrNotGzipIsSaidSo() {
    assertThatThrownBy(() -> Idx.gunzip(gzip('P', 'N', 'G', 0), "a.gz", 1))
        .hasMessage("a.gz is not an IDX file: it should begin with two zero bytes, found 504e4700");
    assertThatThrownBy(() -> Idx.gunzip(new byte[] {1, 2, 3}, "a.gz", 1))
        .hasMessageStartingWith("a.gz is not a whole gzip file: ");
    byte[] whole = gzip(0, 0, 8, 1, 0, 0, 0, 1, 7);
    assertThatThrownBy(() -> Idx.gunzip(Arrays.copyOf(whole, 14), "a.gz", 1))
        .hasMessageStartingWith("a.gz is not a whole gzip file: ");
  }

  private static byte[] gzip(int... bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      for (int b : bytes) {
        gzip.write(b);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }
}
