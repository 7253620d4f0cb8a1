package sevennets.train;

/**
 * What keeps a net from learning its training images by heart, besides augmentation.
 *
 * <pre>{@code
 * Recipe regular = recipe.withRegularisation(Regularisation.weightDecay(1e-4, Decay.ALL).withLabelSmoothing(0.1));
 * }</pre>
 *
 * @param weightDecay the multiple of a weight that is added to its gradient (coupled, as in the
 *     papers); 0 for none
 * @param decay which parameters are decayed
 * @param labelSmoothing the share of a label spread evenly over all classes, in [0, 1); 0 for none
 * @param clipNorm the norm that the whole gradient is scaled down to when it is longer; 0 for no
 *     limit
 * @param averageDecay how much of the moving average of the weights each step keeps, in [0, 1); 0
 *     for no average
 */
public record Regularisation(
    double weightDecay, Decay decay, double labelSmoothing, double clipNorm, double averageDecay) {

  public Regularisation {
    require(weightDecay >= 0, "weight decay", "0 or more", weightDecay);
    require(
        labelSmoothing >= 0 && labelSmoothing < 1, "label smoothing", "in [0, 1)", labelSmoothing);
    require(clipNorm >= 0, "the gradient's greatest norm", "0 (no limit) or more", clipNorm);
    require(
        averageDecay >= 0 && averageDecay < 1,
        "the moving average's decay",
        "in [0, 1)",
        averageDecay);
  }

  /** Weight decay alone. */
  public static Regularisation weightDecay(double weightDecay, Decay decay) {
    return new Regularisation(weightDecay, decay, 0, 0, 0);
  }

  /** With labels smoothed. Szegedy et al., arXiv:1512.00567, section 7. */
  public Regularisation withLabelSmoothing(double share) {
    return new Regularisation(weightDecay, decay, share, clipNorm, averageDecay);
  }

  /** With the gradient's norm limited. Pascanu et al., arXiv:1211.5063. */
  public Regularisation withClipping(double norm) {
    return new Regularisation(weightDecay, decay, labelSmoothing, norm, averageDecay);
  }

  /** With a moving average of the weights, which is what validation and the finished net use. */
  public Regularisation withAverage(double kept) {
    return new Regularisation(weightDecay, decay, labelSmoothing, clipNorm, kept);
  }

  private static void require(boolean holds, String what, String range, double received) {
    if (!holds) {
      throw new IllegalArgumentException(
          "%s must be %s; received: %s".formatted(what, range, received));
    }
  }
}
