package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.delivery.Manifest;
import sevennets.data.delivery.Sha256;
import sevennets.files.DataException;

class FashionMnistTest {
  private static Splits splits;

  @TempDir
  Path folder;

  @BeforeAll
  static void load() {
    splits = Datasets.load("fashion-mnist");
  }

  @Test
  void has55000TrainingAnd5000ValidationAnd10000TestImages() {
    assertThat(splits.train().size()).isEqualTo(55_000);
    assertThat(splits.validation().size()).isEqualTo(5_000);
    assertThat(splits.test().size()).isEqualTo(10_000);
    assertThat(splits.train().classes()).hasSize(10);
  }

  @Test
  void everyPartHoldsEveryClassEquallyOften() {
    assertThat(countByClass(splits.train())).containsOnly(5_500);
    assertThat(countByClass(splits.validation())).containsOnly(500);
    assertThat(countByClass(splits.test())).containsOnly(1_000);
  }

  /** Figures measured on one validation split say nothing about another. */
  @Test
  void theValidationSplitNeverChanges() throws IOException {
    float[] pixels = new float[32 * 32];
    byte[] sums = new byte[5_000 * 4];
    for (int i = 0; i < 5_000; i++) {
      splits.validation().read(i, pixels);
      int hash = Arrays.hashCode(pixels);
      for (int b = 0; b < 4; b++) {
        sums[i * 4 + b] = (byte) (hash >> 8 * b);
      }
    }
    assertThat(Sha256.of(sums))
        .isEqualTo("92bb17b181e872a3de2f4fe63dfdd816300b9b42e76b682b6181b3739822b269");
  }

  @Test
  void theFirstTestImageIsAnAnkleBootInTheMiddleOf32x32() {
    float[] pixels = new float[32 * 32];
    splits.test().read(0, pixels);
    assertThat(splits.test().classes().get(splits.test().label(0))).isEqualTo("Ankle boot");
    for (int i = 0; i < 32; i++) {
      assertThat(new float[] {pixels[i], pixels[32 + i], pixels[30 * 32 + i], pixels[31 * 32 + i]})
          .containsOnly(0);
      assertThat(new float[] {
            pixels[32 * i], pixels[32 * i + 1], pixels[32 * i + 30], pixels[32 * i + 31]
          })
          .containsOnly(0);
    }
    assertThat(IntStream.range(0, 1024).mapToDouble(i -> pixels[i]).max())
        .hasValueCloseTo(1.0, within(0.2));
  }

  /**
   * The mean 0.2860 and deviation 0.3530 of the unpadded 60,000 images are widely published;
   * padding dilutes them by 28²/32².
   */
  @Test
  void theMeanOfThePaddedImagesIsThePublishedOneDiluted() {
    Normalisation normalisation = Normalisation.of(splits.train());
    double share = 28 * 28 / (32.0 * 32);
    double mean = 0.2860 * share;
    double std = Math.sqrt((0.3530 * 0.3530 + 0.2860 * 0.2860) * share - mean * mean);
    assertThat(normalisation.mean(0)).isCloseTo((float) mean, within(5e-4f));
    assertThat(normalisation.std(0)).isCloseTo((float) std, within(5e-4f));
  }

  @Test
  void aTruncatedFileIsNamedWithBothSumsAndTheMend() throws IOException {
    copyDataset();
    Path file = folder.resolve("train-labels-idx1-ubyte.gz");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> FashionMnist.load(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(file
            + " is truncated or altered: expected SHA-256 0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056, found "
            + Sha256.of(file)
            + " in 14,745 bytes; restore it with `git checkout -- data/fashion-mnist`"
            + " or `./lab data fetch fashion-mnist`");
  }

  @Test
  void oneAlteredBitIsFound() throws IOException {
    copyDataset();
    Path file = folder.resolve("train-images-idx3-ubyte.gz");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> FashionMnist.load(folder))
        .hasMessageStartingWith(file + " is truncated or altered: expected SHA-256 b0564c3e");
  }

  @Test
  void aMissingFileIsNamedWithItsSumAndTheMend() throws IOException {
    copyDataset();
    Path file = folder.resolve("train-labels-idx1-ubyte.gz");
    Files.delete(file);
    assertThatThrownBy(() -> FashionMnist.load(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            file
                + " is missing: expected a file with SHA-256 0ae29f65d86684f32d1b9c85147786c547b9c6aebcaf235f0400a0cce308b056; "
                + "restore it with `git checkout -- data/fashion-mnist` or `./lab data fetch fashion-mnist`");
  }

  private void copyDataset() throws IOException {
    Path original = DataFolder.of("fashion-mnist");
    for (String name : Manifest.of(original, "").names()) {
      Files.copy(original.resolve(name), folder.resolve(name));
    }
    Files.copy(original.resolve(Manifest.FILE), folder.resolve(Manifest.FILE));
  }

  private static int[] countByClass(Dataset dataset) {
    int[] counts = new int[dataset.classes().size()];
    IntStream.range(0, dataset.size()).forEach(i -> counts[dataset.label(i)]++);
    return counts;
  }
}
