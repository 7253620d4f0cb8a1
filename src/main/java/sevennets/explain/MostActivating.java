package sevennets.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Batch;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;

/**
 * The images of a dataset that a channel answers to most: what it has learnt to find. Girshick et
 * al. 2013, arXiv:1311.2524, section 3.1; Zeiler and Fergus 2013, arXiv:1311.2901.
 *
 * <pre>{@code
 * List<MostActivating.Hit> hits = MostActivating.of(lens, "conv1", 3, data.test(), normalisation, 8);
 * }</pre>
 */
public final class MostActivating {
  private static final int BATCH = 250;

  /**
   * One image.
   *
   * @param index in the dataset
   * @param answer the channel's largest value anywhere in the image
   */
  public record Hit(int index, double answer) {}

  private MostActivating() {}

  /**
   * The images with the largest answers, the largest first.
   *
   * @param node any node; of a vector, a channel is one of its units
   * @param channel from 0
   * @param count how many images
   */
  public static List<Hit> of(
      Lens lens,
      String node,
      int channel,
      Dataset dataset,
      Normalisation normalisation,
      int count) {
    int channels = lens.node(node).shape().channels();
    if (channel < 0 || channel >= channels) {
      throw new IllegalArgumentException(
          "'%s' has channels 0 to %d, received %d".formatted(node, channels - 1, channel));
    }
    List<Hit> hits = new ArrayList<>();
    for (Batch batch : Loader.evaluation(dataset, normalisation, BATCH).epoch(0, 0)) {
      INDArray values = lens.values(node, batch.images());
      INDArray answers = values.rank() == 4 ? values.max(2, 3) : values;
      for (int n = 0; n < batch.size(); n++) {
        hits.add(new Hit(hits.size(), answers.getDouble(n, channel)));
      }
    }
    hits.sort(Comparator.comparing(hit -> -hit.answer()));
    return List.copyOf(hits.subList(0, Math.min(count, hits.size())));
  }
}
