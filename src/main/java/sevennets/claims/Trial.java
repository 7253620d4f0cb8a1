package sevennets.claims;

/**
 * What one step of a {@link Tuning} found.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("alexnet-relu"), Budget.quick(), new Store(folder));
 * for (Trial step : sweep.standing().trials())
 *   System.out.println(step.arm() + " at " + step.rate() + ": " + step.valAcc1());
 * }</pre>
 *
 * @param arm the name of the arm that is tuned
 * @param factor of its learning rate
 * @param rate the greatest learning rate that this gives
 * @param seeds finished
 * @param valAcc1 accuracy on the validation images, mean over the seeds, in [0, 1]; a run that
 *     diverged counts as 0
 */
public record Trial(String arm, double factor, double rate, int seeds, double valAcc1) {}
