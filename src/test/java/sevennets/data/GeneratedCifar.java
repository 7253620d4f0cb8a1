package sevennets.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sevennets.data.delivery.TarGzBuilder;

/**
 * Archives in the formats of CIFAR-10 and CIFAR-100, with fewer images: noise, except that the
 * first pixel tells the label.
 */
public final class GeneratedCifar {
  private GeneratedCifar() {}

  /** CIFAR-10's layout; {@code images} in each of the five training files, and in the test file. */
  public static byte[] cifar10(int images) {
    TarGzBuilder archive = new TarGzBuilder().folder("cifar-10-batches-bin/");
    archive.file(
        "cifar-10-batches-bin/batches.meta.txt",
        bytes("airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n"));
    for (int i = 1; i <= 5; i++) {
      archive.file(
          "cifar-10-batches-bin/data_batch_%d.bin".formatted(i), records(images, 10, 1, i));
    }
    return archive
        .file("cifar-10-batches-bin/test_batch.bin", records(images, 10, 1, 6))
        .bytes();
  }

  /** CIFAR-100's layout. */
  public static byte[] cifar100(int images) {
    String names =
        IntStream.range(0, 100).mapToObj("class%d"::formatted).collect(Collectors.joining("\n"));
    return new TarGzBuilder()
        .file("cifar-100-binary/fine_label_names.txt", bytes(names))
        .file("cifar-100-binary/train.bin", records(images, 100, 2, 1))
        .file("cifar-100-binary/test.bin", records(images, 100, 2, 2))
        .bytes();
  }

  private static byte[] records(int images, int classes, int labelBytes, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] pixels = new byte[3 * 32 * 32];
    for (int i = 0; i < images; i++) {
      int label = i % classes;
      if (labelBytes == 2) {
        out.write(label / 5);
      }
      out.write(label);
      random.nextBytes(pixels);
      pixels[0] = (byte) (label * 2);
      try {
        out.write(pixels);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
