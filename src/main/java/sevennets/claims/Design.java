package sevennets.claims;

/**
 * The size at which profile {@code quick} tests a claim, and when it counts as tested.
 *
 * <pre>{@code
 * Design design = Ablations.get("vgg-depth").design();
 * System.out.println(design.images() + " images, " + design.seeds() + " seeds");
 * }</pre>
 *
 * @param images training images
 * @param epochs passes over them
 * @param batch images in a step, the rate scaled in proportion; 0 for the arms' own
 * @param seeds runs of each arm
 * @param changes what precedes the name of a dataset whose images are changed, such as
 *     {@code distorted:}, or nothing
 * @param falling the share by which the training loss may still fall in the last fifth of a run:
 *     beyond it the run has not converged, and no verdict is given by its end
 */
public record Design(int images, int epochs, int batch, int seeds, String changes, double falling) {

  /**
   * One cycle ends with a learning rate near 0, and the loss of a run that is done falls by up to a
   * tenth there.
   */
  private static final double FALLING = 0.1;

  /** A tenth of Fashion-MNIST with five seeds. */
  static Design of(int epochs) {
    return new Design(5_500, epochs, 0, 5, "", FALLING);
  }
}
