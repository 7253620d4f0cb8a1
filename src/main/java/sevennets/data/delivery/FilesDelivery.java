package sevennets.data.delivery;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Files that are used as they are.
 *
 * <pre>{@code
 * PublishedFile labels = PublishedFile.of("labels.csv", PublishedFile.UNKNOWN, sum, "https://example.org/");
 * boolean there = new FilesDelivery(List.of(labels)).isThere(folder);
 * }</pre>
 *
 * @param sources the files, all of one folder
 */
public record FilesDelivery(List<PublishedFile> sources) implements Delivery {

  @Override
  public boolean isThere(Path folder) {
    return Files.isRegularFile(folder.resolve(Manifest.FILE)) && isBrought(folder);
  }

  @Override
  public boolean isBrought(Path folder) {
    return sources.stream().allMatch(source -> Files.isRegularFile(folder.resolve(source.file())));
  }

  @Override
  public Path root(Path folder) {
    return folder;
  }

  @Override
  public void fetch(String dataset, Path folder, Path from, FetchProgress progress)
      throws IOException {
    for (PublishedFile source : sources) {
      if (from == null) {
        Download.fetch(source, folder, byHand(dataset, folder), progress);
      } else {
        copy(source, from.resolve(source.file()), folder);
      }
    }
    Manifest.write(folder, sources.stream().map(PublishedFile::file).toList());
  }

  @Override
  public String byHand(String dataset, Path folder) {
    return "get %s from %s by other means and hand their folder over with `./lab data fetch %s --from FOLDER` or put them into %s"
        .formatted(
            String.join(", ", sources.stream().map(PublishedFile::toString).toList()),
            sources.get(0).mirrors().get(0).resolve("."),
            dataset,
            folder);
  }

  private static void copy(PublishedFile source, Path file, Path folder) throws IOException {
    source.require(file);
    Path temporary = folder.resolve(source.file() + ".part");
    Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel copied = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      copied.force(true);
    }
    Files.move(
        temporary,
        folder.resolve(source.file()),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
