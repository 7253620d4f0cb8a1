package sevennets.data.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.files.DataException;

class TarGzTest {
  @TempDir
  Path folder;

  private Path archive;
  private Path into;

  @BeforeEach
  void makeFolder() throws IOException {
    archive = folder.resolve("a.tar.gz");
    into = Files.createDirectory(folder.resolve("into"));
  }

  @Test
  void filesAndFoldersAreUnpackedWithTheirContent() throws IOException {
    String longName = "top/" + "deep/".repeat(40) + "b.bin";
    unpack(new TarGzBuilder()
        .folder("top/")
        .file("top/a.txt", new byte[] {1, 2, 3})
        .file(longName, new byte[70_000]));
    assertThat(into.resolve("top/a.txt")).hasBinaryContent(new byte[] {1, 2, 3});
    assertThat(into.resolve(longName)).hasSize(70_000);
  }

  @Test
  void aFolderWithDotsInItsNameIsUnpackedInto() throws IOException {
    Files.write(archive, new TarGzBuilder().file("top/a.txt", new byte[1]).bytes());
    new TarGz(1_000_000, 100).unpack(archive, folder.resolve("./gone/../into"));
    assertThat(into.resolve("top/a.txt")).exists();
  }

  @Test
  void anEntryThatLeavesTheFolderIsRefused() {
    for (String name : new String[] {"../evil.txt", "top/../../evil.txt", "/etc/evil.txt"}) {
      assertRefused(
          new TarGzBuilder().file(name, new byte[1]),
          archive + ": entry '" + name + "' lies outside its folder; it is not unpacked");
    }
    assertThat(folder.resolve("evil.txt")).doesNotExist();
  }

  @Test
  void aNameThatIsAFileAndAFolderIsRefused() {
    assertRefused(
        new TarGzBuilder().file("top", new byte[1]).file("top/a", new byte[1]),
        archive + " holds 'top/a' twice, or as a file and as a folder");
  }

  @Test
  void aNameThatNoDiskTakesIsRefused() {
    String name = "a".repeat(300);
    assertThatThrownBy(() -> unpack(new TarGzBuilder().file(name, new byte[1])))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("entry '" + name + "' cannot be written");
  }

  /** The library would keep it in memory, however much of it there is. */
  @Test
  void aNameOfMegabytesIsRefused() throws IOException {
    Files.write(archive, new TarGzBuilder().longName(new byte[3 << 20]).bytes());
    assertThatThrownBy(() -> new TarGz(1 << 30, 10).unpack(archive, into))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a header of more than 1,048,576 bytes");
  }

  @Test
  void aSymbolicLinkIsRefusedWithItsTarget() {
    assertRefused(
        new TarGzBuilder()
            .link("top", TarConstants.LF_SYMLINK, "/etc")
            .file("top/passwd", new byte[1]),
        archive
            + ": entry 'top' is a symbolic link to /etc; datasets need none, it is not unpacked");
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void aHardLinkIsRefusedWithItsTarget() {
    assertRefused(
        new TarGzBuilder().link("shadow", TarConstants.LF_LINK, "/etc/shadow"),
        archive
            + ": entry 'shadow' is a link to /etc/shadow; datasets need none, it is not unpacked");
  }

  @Test
  void aNamedPipeIsRefused() {
    assertRefused(
        new TarGzBuilder().pipe("pipe"),
        archive
            + ": entry 'pipe' is neither a file nor a folder; datasets need none, it is not unpacked");
  }

  /** No byte of the three million is in the archive, so the bound on its bytes never sees them. */
  @Test
  void aSparseFileIsRefused() throws IOException {
    Files.write(archive, TarGzBuilder.sparse("holes", 3_000_000));
    assertThatThrownBy(() -> new TarGz(1_000_000, 100).unpack(archive, into))
        .isInstanceOf(DataException.class)
        .hasMessage(
            archive + ": entry 'holes' is a sparse file; datasets need none, it is not unpacked");
    assertThat(into).isEmptyDirectory();
  }

  @Test
  void aBombIsStoppedAtTheLimitWhateverItsHeadersClaim() throws IOException {
    byte[] zeros = new byte[3_000_000];
    assertRefused(
        new TarGzBuilder().file("bomb", zeros),
        archive + " holds more than 1,000,000 bytes decompressed; it is not unpacked further");
    assertThat(Files.size(archive)).as("compressed").isLessThan(10_000);
    assertThat(Files.size(into.resolve("bomb"))).isLessThanOrEqualTo(1_000_000);
  }

  @Test
  void tooManyEntriesAreStoppedAtTheLimit() {
    TarGzBuilder many = new TarGzBuilder();
    for (int i = 0; i < 101; i++) {
      many.file("f" + i, new byte[0]);
    }
    assertRefused(many, archive + " holds more than 100 entries; it is not unpacked further");
  }

  @Test
  void aNameThatComesTwiceIsRefused() {
    assertRefused(
        new TarGzBuilder().file("a", new byte[1]).file("a", new byte[2]),
        archive + " holds 'a' twice, or as a file and as a folder");
  }

  @Test
  void whatIsNoWholeArchiveIsSaidSo() throws IOException {
    byte[] noise = new byte[100_000];
    new Random(1).nextBytes(noise);
    byte[] whole = new TarGzBuilder().file("a", noise).bytes();
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> new TarGz(1_000_000, 100).unpack(archive, into))
        .isInstanceOf(DataException.class)
        .hasMessage(
            archive + " is not a whole .tar.gz archive: Unexpected end of ZLIB input stream");
    Files.writeString(archive, "<html>404</html>");
    assertThatThrownBy(() -> new TarGz(1_000_000, 100).unpack(archive, into))
        .isInstanceOf(DataException.class)
        .hasMessage(archive + " is not a whole .tar.gz archive: Not in GZIP format");
  }

  private void unpack(TarGzBuilder builder) throws IOException {
    Files.write(archive, builder.bytes());
    new TarGz(1_000_000, 100).unpack(archive, into);
  }

  private void assertRefused(TarGzBuilder builder, String message) {
    assertThatThrownBy(() -> unpack(builder)).isInstanceOf(DataException.class).hasMessage(message);
  }
}
