package sevennets.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.KillMoments;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class CsvTest {
  @TempDir
  Path folder;

  @Test
  void aTableThatIsWrittenAgainIsTheOldOneOrTheNewOne() throws IOException {
    Path file = folder.resolve("tables/test.csv");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "old");
    KillMoments kills = new KillMoments(file.getParent(), folder.resolve("copies"));
    Table table = Table.create(
        StringColumn.create("class", "bee"), IntColumn.create("images", new int[] {7}));
    Csv.write(table, kills.folder().resolve("test.csv"));
    assertThat(kills.copies()).hasSize(2);
    assertThat(kills.copies().get(0).resolve("test.csv")).hasContent("old");
    assertThat(kills.copies().get(1).resolve("test.csv")).hasContent("class,images\nbee,7");
  }
}
