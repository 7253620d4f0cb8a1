package sevennets.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Image;
import sevennets.explain.GradCam;
import sevennets.explain.Lens;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.plot.Figure;
import sevennets.plot.ImageGrid;
import sevennets.weights.Classifier;

/** Draws for each photograph where its net sees the class that it answers: Grad-CAM. */
final class Explanations {
  private final Classifier classifier;
  private final Lens lens;
  private final String node;
  private final Path folder;

  /** @param folder where the pictures go, one a photograph */
  Explanations(Classifier classifier, Path folder) {
    this.classifier = classifier;
    this.folder = folder;
    lens = new Lens(classifier.graph(), classifier.net());
    node = lastMap(classifier.graph());
  }

  /** The last node that still has rows and columns: it knows classes best, and places still. */
  private static String lastMap(Graph graph) {
    return graph.inferenceSteps().stream()
        .map(Graph.Step::node)
        .filter(n -> n.shape().isImage() && n.shape().height() > 1)
        .map(Node::name)
        .reduce((earlier, later) -> later)
        .orElseThrow(() -> new IllegalArgumentException(
            "--explain needs a net with maps that have rows and columns; this one has none"));
  }

  /** Stores {@code NAME.gradcam.png}: the photograph as the net sees it, and its heat map. */
  void draw(Path file, Image photograph, float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++)
      if (probabilities[i] > probabilities[best]) best = i;
    INDArray image = classifier.preprocessing().apply(photograph);
    INDArray heat = GradCam.of(lens, node, image, new int[] {best});
    String title = "%s %.0f%%".formatted(classifier.classes().get(best), 100 * probabilities[best]);
    Figure.of(ImageGrid.heated(image, heat).titled(List.of(title))).save(free(file));
  }

  /** Photographs of two folders may have the same name. */
  private Path free(Path file) {
    String name = file.getFileName().toString();
    Path candidate = folder.resolve(name + ".gradcam.png");
    for (int i = 2; Files.exists(candidate); i++)
      candidate = folder.resolve("%s-%d.gradcam.png".formatted(name, i));
    return candidate;
  }
}
