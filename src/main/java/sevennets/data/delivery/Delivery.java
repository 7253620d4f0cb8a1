package sevennets.data.delivery;

import java.io.IOException;
import java.nio.file.Path;
import sevennets.files.DataException;

/**
 * The way in which a dataset's files come into its folder.
 *
 * <pre>{@code
 * Delivery byHand = new HandDelivery("https://example.org/ask");
 * if (!byHand.isThere(folder)) System.out.println(byHand.advice("imagenet", folder));
 * }</pre>
 */
public interface Delivery {
  /** Whether the files are there; their sums are not computed. */
  boolean isThere(Path folder);

  /**
   * Whether the files were put into the folder as they are published, so that {@link #fetch} needs
   * no network.
   */
  boolean isBrought(Path folder);

  /** The folder that the dataset is read from, in or under {@code folder}. */
  Path root(Path folder);

  /**
   * Brings the files into the folder, from the network or from {@code from}, if that is not null.
   *
   * @throws DataException if they cannot be had; the message says what to get by hand
   */
  void fetch(String dataset, Path folder, Path from, FetchProgress progress) throws IOException;

  /**
   * Checks every file against its sum.
   *
   * @param root the folder that the dataset is read from
   * @param mend the command that brings the files back, for messages
   * @throws DataException if a file is missing, truncated or altered
   */
  default void verify(Path root, String mend) {
    Manifest.of(root, mend).verify();
  }

  /** What to do when a program cannot fetch the files. */
  String byHand(String dataset, Path folder);

  /** What to do when the files are missing. */
  default String advice(String dataset, Path folder) {
    return "fetch it with `./lab data fetch %s`, or %s".formatted(dataset, byHand(dataset, folder));
  }
}
