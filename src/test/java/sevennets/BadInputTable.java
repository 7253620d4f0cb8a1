package sevennets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tables of src/docs/bad-input.md. */
public final class BadInputTable {
  private BadInputTable() {}

  /** A section's rows: what was tried, and what was said to it. */
  public static Map<String, String> rows(String section) throws IOException {
    Map<String, String> rows = new LinkedHashMap<>();
    boolean inSection = false;
    boolean inTable = false;
    for (String line : Files.readAllLines(Path.of("src/docs/bad-input.md"))) {
      if (line.startsWith("## ")) inSection = line.equals("## " + section);
      if (!line.startsWith("|")) inTable = false;
      String[] cells = line.split("\\s*\\|\\s*");
      if (inSection && inTable && cells.length == 3) rows.put(cells[1], cells[2]);
      // The row of dashes ends the table's head.
      if (line.startsWith("|---")) inTable = true;
    }
    return rows;
  }
}
