package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.KillMoments;
import sevennets.data.delivery.ArchiveDelivery;
import sevennets.data.delivery.Delivery;
import sevennets.data.delivery.FetchProgress;
import sevennets.data.delivery.FileServer;
import sevennets.data.delivery.FilesDelivery;
import sevennets.data.delivery.PublishedFile;
import sevennets.data.delivery.Sha256;
import sevennets.data.delivery.TarGz;

/** A fetch that is killed before or after any change of a name leaves nothing to clean by hand. */
class KilledFetchTest {
  @TempDir
  Path temporary;

  private final byte[] archive = GeneratedCifar.cifar10(5);

  KilledFetchTest() throws IOException {}

  @Test
  void archiveKilledAtAnyRenameEndsInTheSameFolder() throws Exception {
    try (FileServer server = new FileServer(archive)) {
      Delivery delivery =
          new ArchiveDelivery(source(server), "cifar-10-batches-bin", new TarGz(20_000_000, 20));
      killedEverywhere(delivery, 4);
    }
  }

  @Test
  void filesKilledAtAnyRenameEndInTheSameFolder() throws Exception {
    try (FileServer server = new FileServer(archive)) {
      killedEverywhere(new FilesDelivery(java.util.List.of(source(server))), 2);
    }
  }

  private PublishedFile source(FileServer server) {
    return PublishedFile.of("c.tar.gz", archive.length, Sha256.of(archive), server.folder());
  }

  private void killedEverywhere(Delivery delivery, int least) throws IOException {
    Path whole = temporary.resolve("whole");
    KillMoments moments = new KillMoments(whole, temporary.resolve("killed"));
    fetch(delivery, moments.folder());
    assertThat(moments.copies()).hasSizeGreaterThanOrEqualTo(least);
    for (Path killed : moments.copies()) {
      fetch(delivery, killed);
      assertThat(content(killed)).as(killed.getFileName().toString()).isEqualTo(content(whole));
    }
    System.out.println(moments.copies().size() + " kills of a fetch");
  }

  private static void fetch(Delivery delivery, Path folder) throws IOException {
    delivery.fetch("c", folder, null, FetchProgress.none());
    assertThat(delivery.isThere(folder)).isTrue();
  }

  private static Map<String, String> content(Path folder) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        content.put(
            folder.relativize(file).toString(),
            Files.isDirectory(file) ? "folder" : Sha256.of(Files.readAllBytes(file)));
      }
    }
    return content;
  }
}
