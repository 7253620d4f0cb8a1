package sevennets.fuzz;

import java.nio.file.Path;

/** Reads what a stranger sent. */
@FunctionalInterface
public interface Reader {
  /**
   * @param file the input
   * @param folder a folder that is the reader's own; what lies there is of an earlier input
   */
  void read(Path file, Path folder) throws Exception;
}
