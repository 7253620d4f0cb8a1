package sevennets.explain;

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

  /** The first image of each class, by class. */
  public static int[] oneOfEachClass(Dataset dataset) {
    int[] first = new int[dataset.classes().size()];
    for (int i = dataset.size() - 1; i >= 0; i--) {
      first[dataset.label(i)] = i;
    }
    return first;
  }
}
