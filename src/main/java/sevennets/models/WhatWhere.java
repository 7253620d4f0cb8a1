package sevennets.models;

import java.util.ArrayList;
import java.util.List;
import sevennets.graph.Graph;
import sevennets.graph.Node;
import sevennets.ops.SquaredDistance;
import sevennets.ops.Unpool;

/**
 * The Stacked What-Where Auto-encoder: a classifier whose features must also give back the image.
 * Zhao, Mathieu, Goroshin and LeCun 2015, arXiv:1506.02351: figure 1 and equation 1.
 *
 * <p>"What" is each pool's maximum, which goes up; "where", its place, goes across to the decoder's
 * unpooling. Departs from the paper: batch norms, one convolution a stage, and distances that are
 * means, so that their weights do not depend on the image's size.
 *
 * <pre>{@code
 * WhatWhere alone = WhatWhere.small().withoutReconstruction();  // the classifier by itself
 * }</pre>
 *
 * @param filters of each stage, which ends in a 2/2 max pool
 * @param where whether unpooling is told where the maxima were (section 4.1 compares)
 * @param image weight of the image's reconstruction, lambda of L2rec
 * @param intermediate weight of each stage's reconstruction, lambda of L2M
 */
public record WhatWhere(List<Integer> filters, boolean where, double image, double intermediate)
    implements Architecture {

  private static final int WINDOW = 2;

  /** For 32 x 32 images. */
  public static WhatWhere small() {
    return new WhatWhere(List.of(32, 64, 128), true, 1, 0.2);
  }

  /** What a stage of the encoder passes on: before its pool and after. */
  private record Stage(Node unpooled, Node pooled) {}

  @Override
  public Node features(Node image) {
    List<Stage> stages = encode(image);
    if (this.image > 0 || intermediate > 0) decode(image, stages);
    return stages.get(stages.size() - 1).pooled;
  }

  @Override
  public Node head(Node features, int classes) {
    return features.flatten("flatten").dense("fc", classes);
  }

  private List<Stage> encode(Node image) {
    List<Stage> stages = new ArrayList<>();
    Node x = image;
    for (int i = 0; i < filters.size(); i++) {
      int width = filters.get(i);
      Node unpooled =
          x.in("encoder." + i, in -> in.convBn("conv", "bn", width, 3, 1).relu("relu"));
      x = unpooled.maxPool("encoder.%d.what".formatted(i), WINDOW, WINDOW, 0);
      stages.add(new Stage(unpooled, x));
    }
    return stages;
  }

  /** From the top down: unpool, convolve, and compare with what the encoder had there. */
  private void decode(Node image, List<Stage> stages) {
    Node x = stages.get(stages.size() - 1).pooled;
    for (int i = stages.size() - 1; i >= 0; i--) {
      Node unpooled = x.then(
          "decoder.%d.unpool".formatted(i), new Unpool(WINDOW, where), stages.get(i).unpooled);
      if (i == 0) {
        penalise(
            "image", unpooled.conv("decoder.0.conv", image.channels(), 3, 1), image, this.image);
      } else {
        int width = filters.get(i - 1);
        x = unpooled.in(
            "decoder." + i, in -> in.convBn("conv", "bn", width, 3, 1).relu("relu"));
        penalise("stage" + i, x, stages.get(i - 1).pooled, intermediate);
      }
    }
  }

  private static void penalise(String name, Node reconstruction, Node original, double weight) {
    Graph graph = original.graph();
    graph.penalty(
        name, reconstruction.then("distance." + name, new SquaredDistance(), original), weight);
  }

  /** Unpooling to all places of a window. */
  public WhatWhere withoutWhere() {
    return new WhatWhere(filters, false, image, intermediate);
  }

  /** The classifier alone. */
  public WhatWhere withoutReconstruction() {
    return new WhatWhere(filters, where, 0, 0);
  }

  public WhatWhere withWeights(double image, double intermediate) {
    return new WhatWhere(filters, where, image, intermediate);
  }

  public WhatWhere narrowed(int divisor) {
    return new WhatWhere(
        filters.stream().map(f -> f / divisor).toList(), where, image, intermediate);
  }

  static Family family() {
    return Family.named("SWWAE")
        .of("Zhao, Mathieu, Goroshin and LeCun 2015, arXiv:1506.02351, figure 1")
        .small("swwae_small", small())
        .build();
  }
}
