package sevennets.kernels.cudnn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import sevennets.graph.Graph;
import sevennets.models.Models;

/**
 * Writes NAME.plan of nets for grey images of 32 x 32 pixels, for {@link FullRun}:
 * {@code PlanWriter FOLDER NAME...}.
 */
final class PlanWriter {
  private PlanWriter() {}

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (String name : Arrays.asList(args).subList(1, args.length)) {
      Graph graph = Models.get(name).withInput(1, 32, 32).graph();
      Files.writeString(
          folder.resolve(name + ".plan"), PlanOf.of(name, graph, graph.net(1)).text());
    }
  }
}
