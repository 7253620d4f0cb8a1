package sevennets.data.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.KillMoments;

class ManifestTest {
  @TempDir
  Path folder;

  @Test
  void theSumsAreThereInFullOrNotAtAll() throws IOException {
    Path files = Files.createDirectories(folder.resolve("files"));
    Files.writeString(files.resolve("a.txt"), "a");
    Files.writeString(files.resolve("b.txt"), "b");
    KillMoments kills = new KillMoments(files, folder.resolve("copies"));
    Manifest.write(kills.folder(), List.of("a.txt", "b.txt"));
    assertThat(kills.copies()).hasSize(2);
    assertThat(kills.copies().get(0).resolve(Manifest.FILE)).doesNotExist();
    Manifest.of(kills.copies().get(1), "").verify();
  }
}
