package sevennets.models;

import sevennets.graph.Node;
import sevennets.ops.Conv;

/**
 * GoogLeNet's auxiliary classifier, which helps to train the layers below it and takes no part in
 * inference. Szegedy et al. 2014, arXiv:1409.4842, section 5: means over 5x5 pixels at stride 3,
 * which make 4 x 4 of the paper's 14 x 14, a 1x1 convolution of 128, a hidden layer of 1024,
 * dropout of 70 percent.
 *
 * @param unit what stands for a convolution
 * @param divisor divides its widths
 * @param weight of its loss in the sum that is trained; 0 leaves it out
 */
record AuxiliaryClassifier(ConvUnit unit, int divisor, double weight) {

  /** Of the loss, in the paper. */
  static final double PAPER_WEIGHT = 0.3;

  private static final int GRID =
      4; // pixels of each side that the means leave, whatever the image's size

  /** Adds it under {@code name}, on what a module of the trunk gives. */
  void addTo(Node in, String name, int classes) {
    if (weight == 0) return;
    int size = in.shape().height(), stride = size / GRID, kernel = size - (GRID - 1) * stride;
    if (size < GRID)
      throw new IllegalArgumentException(
          "an auxiliary classifier takes features of at least 4x4, received " + in
              + "; a larger input image is required");
    Node logits = in.in(
        name,
        x -> unit.apply(x.avgPool("pool", kernel, stride), "conv", Conv.of(128 / divisor, 1))
            .flatten("flatten")
            .dense("fc1", 1024 / divisor)
            .relu("relu")
            .dropout("dropout", 0.7)
            .dense("fc2", classes));
    in.graph().auxiliary(name, logits, weight);
  }
}
