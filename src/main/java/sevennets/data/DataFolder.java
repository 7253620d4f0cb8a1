package sevennets.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sevennets.files.DataException;

/**
 * Where datasets lie on this machine: in the folder that property {@code sevennets.data} or else
 * environment variable {@code SEVENNETS_DATA} names, or else in the project's own {@code data/},
 * looked for from the working directory upward, because notebooks run in {@code notebooks/}.
 *
 * <pre>{@code
 * Path cifar = DataFolder.of("cifar10");  // in SEVENNETS_DATA, or in the project's data/
 * }</pre>
 */
public final class DataFolder {
  private static final String PROPERTY = "sevennets.data";
  private static final String VARIABLE = "SEVENNETS_DATA";
  /**
   * The dataset that every copy of the project holds: its folder tells the project's {@code data/}
   * from another.
   */
  private static final String ALWAYS_THERE = "fashion-mnist";

  private DataFolder() {}

  /**
   * The folder into which datasets are fetched.
   *
   * @throws DataException if none is named and none is found
   */
  public static Path root() {
    return named()
        .or(DataFolder::projects)
        .orElseThrow(() -> new DataException(
            "no folder data/%s in %s or above it; start inside the project, or name the data folder with -D%s=FOLDER or %s=FOLDER"
                .formatted(ALWAYS_THERE, workingDirectory(), PROPERTY, VARIABLE)));
  }

  /**
   * The folder of one dataset: the one that is there, else the one into which it would be fetched.
   * A named data folder goes before the project's.
   */
  public static Path of(String dataset) {
    return named()
        .map(folder -> folder.resolve(dataset))
        .filter(Files::isDirectory)
        .or(() -> projects().map(folder -> folder.resolve(dataset)).filter(Files::isDirectory))
        .orElseGet(() -> root().resolve(dataset));
  }

  private static Optional<Path> named() {
    String name = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    return name == null || name.isBlank()
        ? Optional.empty()
        : Optional.of(Path.of(name).toAbsolutePath().normalize());
  }

  private static Optional<Path> projects() {
    for (Path folder = workingDirectory(); folder != null; folder = folder.getParent()) {
      Path data = folder.resolve("data");
      if (Files.isDirectory(data.resolve(ALWAYS_THERE))) {
        return Optional.of(data);
      }
    }
    return Optional.empty();
  }

  private static Path workingDirectory() {
    return Path.of("").toAbsolutePath();
  }
}
