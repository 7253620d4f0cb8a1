package sevennets.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import sevennets.models.Models;

/** Writes NAME.json of nets for {@code torch_twin.py}: {@code TwinWriter FOLDER NAME...}. */
final class TwinWriter {
  private TwinWriter() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (String name : Arrays.asList(args).subList(1, args.length)) {
      Files.writeString(
          folder.resolve(name + ".json"), TwinPlan.of(Models.get(name).graph()).toString());
    }
  }
}
