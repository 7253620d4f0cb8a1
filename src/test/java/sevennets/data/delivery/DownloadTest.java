package sevennets.data.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.files.DataException;

class DownloadTest {
  private static final byte[] CONTENT = new byte[1_000_000];

  static {
    new SplittableRandom(9).nextBytes(CONTENT);
  }

  @TempDir
  Path folder;

  private Path target;
  private Path part;

  @BeforeEach
  void nameFiles() {
    target = folder.resolve("d.bin");
    part = folder.resolve("d.bin.part");
  }

  @Test
  void theFileArrivesWholeWithItsProgressTold() throws IOException {
    List<Long> progress = new ArrayList<>();
    try (FileServer server = new FileServer(CONTENT)) {
      Download.fetch(
          source(server.folder()), folder, "", (file, done, total) -> progress.add(done));
    }
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(part).doesNotExist();
    assertThat(progress).isSorted().last().isEqualTo(1_000_000L);
  }

  @Test
  void aFileThatIsThereIsNotFetchedAgain() throws IOException {
    Files.write(target, CONTENT);
    try (FileServer server = new FileServer(CONTENT)) {
      fetch(server.folder());
      assertThat(server.requests).isEmpty();
    }
  }

  @Test
  void aPartialFileIsContinuedWhereItEnded() throws IOException {
    Files.write(part, Arrays.copyOf(CONTENT, 400_000));
    try (FileServer server = new FileServer(CONTENT)) {
      fetch(server.folder());
      assertThat(server.requests).containsExactly(400_000L);
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void aServerWithoutRangesStartsAnew() throws IOException {
    Files.write(part, Arrays.copyOf(CONTENT, 400_000));
    try (FileServer server = new FileServer(CONTENT).withoutRanges()) {
      fetch(server.folder());
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void aPartialFileThatIsTooLongIsThrownAway() throws IOException {
    Files.write(part, new byte[1_000_001]);
    try (FileServer server = new FileServer(CONTENT)) {
      fetch(server.folder());
      assertThat(server.requests).containsExactly(0L);
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void aConnectionThatBreaksIsTakenUpAgain() throws IOException {
    try (FileServer server = new FileServer(CONTENT).cuttingAfter(300_000)) {
      fetch(server.folder());
      assertThat(server.requests).hasSize(4).isSorted();
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void aPartialFileWithWrongBytesIsFoundByTheSumAndFetchedFromTheNextMirror() throws IOException {
    Files.write(part, new byte[500_000]);
    try (FileServer first = new FileServer(CONTENT);
        FileServer second = new FileServer(CONTENT)) {
      fetch(first.folder(), second.folder());
      assertThat(second.requests).containsExactly(0L);
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void theNextMirrorIsAskedWhenOneFails() throws IOException {
    try (FileServer gone = new FileServer(CONTENT).failing(404);
        FileServer good = new FileServer(CONTENT)) {
      fetch(gone.folder(), good.folder());
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void whatEveryMirrorAnsweredIsSaidWithTheWayToBringTheFileByHand() throws IOException {
    byte[] other = CONTENT.clone();
    other[77]++;
    String closed;
    try (FileServer server = new FileServer(CONTENT)) {
      closed = server.folder();
    }
    try (FileServer gone = new FileServer(CONTENT).failing(503);
        FileServer altered = new FileServer(other);
        FileServer longer = new FileServer(Arrays.copyOf(CONTENT, 1_000_001))) {
      assertThatThrownBy(() -> fetch(
              gone.folder(), altered.folder(), longer.folder(), closed, "http://nowhere.invalid/"))
          .isInstanceOf(DataException.class)
          .hasMessage(
              "could not get d.bin: %sd.bin (HTTP status 503), %sd.bin (gave another file: SHA-256 %s, expected %s), "
                      .formatted(
                          gone.folder(), altered.folder(), Sha256.of(other), Sha256.of(CONTENT))
                  + "%sd.bin (gave more than 1,000,000 bytes), %sd.bin (connection refused), "
                      .formatted(longer.folder(), closed)
                  + "http://nowhere.invalid/d.bin (no such host, or no network); bring it by hand");
    }
    assertThat(target).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    try (FileServer server = new FileServer(CONTENT)) {
      assertThatThrownBy(
              () -> Download.fetch(source(server.folder()), file, "", FetchProgress.none()))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("cannot write " + file.resolve("d.bin.part") + ": ");
    }
  }

  private void fetch(String... mirrors) {
    Download.fetch(source(mirrors), folder, "bring it by hand", FetchProgress.none());
  }

  private static PublishedFile source(String... mirrors) {
    return PublishedFile.of("d.bin", CONTENT.length, Sha256.of(CONTENT), mirrors);
  }

  /**
   * The weights' publishers don't say how long a file is, so its end is known to the server alone.
   */
  @Test
  void aDownloadKilledAfterItsLastByteIsWhole() throws IOException {
    Files.write(part, CONTENT);
    try (FileServer server = new FileServer(CONTENT)) {
      fetchOfUnknownLength(server.folder());
      assertThat(server.requests).containsExactly(1_000_000L);
    }
    assertThat(target).hasBinaryContent(CONTENT);
    assertThat(part).doesNotExist();
  }

  @Test
  void aPartialFileThatIsLongerThanTheServersIsFetchedAnew() throws IOException {
    Files.write(part, Arrays.copyOf(CONTENT, 1_000_001));
    try (FileServer server = new FileServer(CONTENT)) {
      fetchOfUnknownLength(server.folder());
      assertThat(server.requests).containsExactly(1_000_001L, 0L);
    }
    assertThat(target).hasBinaryContent(CONTENT);
  }

  @Test
  void aMirrorWhoseFileIsShorterThanPublishedIsNotAskedForEver() throws IOException {
    try (FileServer server = new FileServer(Arrays.copyOf(CONTENT, 900_000))) {
      assertThatThrownBy(() -> fetch(server.folder()))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("(HTTP status 416)");
      assertThat(server.requests).containsExactly(0L, 900_000L);
    }
  }

  private void fetchOfUnknownLength(String mirror) {
    PublishedFile source =
        PublishedFile.of("d.bin", PublishedFile.UNKNOWN, Sha256.of(CONTENT), mirror);
    Download.fetch(source, folder, "bring it by hand", FetchProgress.none());
  }
}
