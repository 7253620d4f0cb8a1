package sevennets.weights;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The thousand classes of ImageNet (ILSVRC 2012) in the order of every checkpoint's outputs.
 *
 * <pre>{@code
 * int cat = ImageNet.indexOf("tabby").orElseThrow();
 * String name = ImageNet.labels().get(cat).toString();
 * }</pre>
 */
public final class ImageNet {

  /**
   * One class.
   *
   * @param synset its WordNet id, by which the dataset names folders; the ids are sorted
   * @param name a short English name, unique among the classes
   */
  public record Label(String synset, String name) {}

  private static final List<Label> LABELS = read("imagenet-classes.tsv");

  private ImageNet() {}

  /** All classes; the index is the network's output. */
  public static List<Label> labels() {
    return LABELS;
  }

  /** The output that stands for a folder of images, named by WordNet id or by class name. */
  public static Optional<Integer> indexOf(String folder) {
    for (int i = 0; i < LABELS.size(); i++) {
      if (folder.equals(LABELS.get(i).synset)
          || folder.replace('_', ' ').equalsIgnoreCase(LABELS.get(i).name)) return Optional.of(i);
    }
    return Optional.empty();
  }

  private static List<Label> read(String resource) {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        ImageNet.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .map(line -> line.split("\t"))
          .map(cells -> new Label(cells[0], cells[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
