package sevennets.data.delivery;

import java.nio.file.Files;
import java.nio.file.Path;
import sevennets.files.DataException;

/**
 * A dataset that cannot be fetched by a program, because its owners want to be asked.
 *
 * <pre>{@code
 * String advice = new HandDelivery("https://example.org/ask").advice("imagenet", folder);
 * }</pre>
 *
 * @param page where they are asked
 */
public record HandDelivery(String page) implements Delivery {

  @Override
  public boolean isThere(Path folder) {
    return Files.isDirectory(folder.resolve("train")) && Files.isDirectory(folder.resolve("val"));
  }

  @Override
  public boolean isBrought(Path folder) {
    return isThere(folder);
  }

  @Override
  public Path root(Path folder) {
    return folder;
  }

  @Override
  public void verify(Path root, String mend) {
    // Published without sums of its files; that each can be decoded is found when it is read.
  }

  @Override
  public void fetch(String dataset, Path folder, Path from, FetchProgress progress) {
    throw new DataException(
        "%s cannot be fetched by a program; %s".formatted(dataset, byHand(dataset, folder)));
  }

  @Override
  public String advice(String dataset, Path folder) {
    return byHand(dataset, folder);
  }

  @Override
  public String byHand(String dataset, Path folder) {
    return "ask for it at %s, and unpack it so that there are %s and %s, one folder a class in each"
        .formatted(page, folder.resolve("train"), folder.resolve("val"));
  }
}
