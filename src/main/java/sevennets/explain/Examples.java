package sevennets.explain;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.Dataset;
import sevennets.data.Loader;
import sevennets.data.Normalisation;
import sevennets.data.Subset;

/**
 * A few images of a dataset, to be looked at.
 *
 * <pre>{@code
 * INDArray ten = Examples.of(data.test(), Examples.oneOfEachClass(data.test()));  // 10 x C x H x W, 0 to 1
 * }</pre>
 */
public final class Examples {
  private static final int NONE = -1;

  private Examples() {}

  /** As they are: N x C x H x W, values in [0, 1]. */
  public static INDArray of(Dataset dataset, int... indices) {
    return of(dataset, Normalisation.none(dataset.channels()), indices);
  }

  /** As a net is to see them: N x C x H x W, normalised. */
  public static INDArray of(Dataset dataset, Normalisation normalisation, int... indices) {
    if (indices.length == 0) {
      throw new IllegalArgumentException("name at least one image of " + dataset.name());
    }
    Dataset picked = new Subset(dataset.name(), dataset, indices);
    return Loader.evaluation(picked, normalisation, indices.length)
        .epoch(0, 0)
        .iterator()
        .next()
        .images()
        .dup();
  }

  /**
   * The first image of each class, by class.
   *
   * @throws IllegalArgumentException if a class has none whose label is told
   */
  public static int[] oneOfEachClass(Dataset dataset) {
    int[] first = new int[dataset.classes().size()];
    Arrays.fill(first, NONE);
    for (int i = dataset.size() - 1; i >= 0; i--) {
      int label = dataset.label(i);
      if (label != Dataset.UNLABELLED) first[label] = i;
    }
    for (int label = 0; label < first.length; label++) {
      if (first[label] == NONE) {
        throw new IllegalArgumentException(
            "%s has no labelled image of class '%s'; take a part that has one of each"
                .formatted(dataset.name(), dataset.classes().get(label)));
      }
    }
    return first;
  }
}
