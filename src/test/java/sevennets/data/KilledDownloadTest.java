package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.delivery.ArchiveDelivery;
import sevennets.data.delivery.FetchProgress;
import sevennets.data.delivery.FileServer;
import sevennets.data.delivery.PublishedFile;
import sevennets.data.delivery.Sha256;
import sevennets.data.delivery.TarGz;

/**
 * A download is killed, as `kill -9` does it, at ten random moments, and goes on each time without
 * any cleaning by hand.
 */
class KilledDownloadTest {
  private static final int KILLS = 10;

  @TempDir
  Path data;

  @Test
  void tenKillsLoseNothingThatHadArrived() throws Exception {
    byte[] archive = GeneratedCifar.cifar10(250);
    SplittableRandom moments = new SplittableRandom();
    int killed = 0;
    try (FileServer server = new FileServer(archive).slow(2_000)) {
      for (int i = 0; i < KILLS; i++) {
        killed += killAfter(moments.nextInt(150, 700), start(server, archive)) ? 1 : 0;
      }
      Process last = start(server, archive);
      assertThat(last.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(new String(last.getInputStream().readAllBytes())).contains("1125 training images");
      assertThat(killed).as("downloads that were killed before they had ended").isPositive();
      assertThat(server.requests)
          .as("each asks for more than the one before had")
          .isSorted();
    }
  }

  private static boolean killAfter(int millis, Process process) throws InterruptedException {
    boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.destroyForcibly().waitFor();
    return !ended;
  }

  private Process start(FileServer server, byte[] archive) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dsevennets.data=" + data,
            "-cp",
            System.getProperty("java.class.path"),
            Fetches.class.getName(),
            server.folder(),
            String.valueOf(archive.length),
            Sha256.of(archive))
        .redirectErrorStream(true)
        .start();
  }

  /** What is killed: arguments are the mirror, the bytes and the sum. */
  static final class Fetches {
    public static void main(String[] args) {
      NamedDataset dataset = NamedDataset.ofImages(
          "cifar10",
          "",
          32,
          new ArchiveDelivery(
              PublishedFile.of("c.tar.gz", Long.parseLong(args[1]), args[2], args[0]),
              "cifar-10-batches-bin",
              new TarGz(20_000_000, 20)),
          Cifar::cifar10);
      dataset.fetch(FetchProgress.none());
      dataset.verify();
      System.out.println(dataset.load().train().size() + " training images");
    }
  }
}
