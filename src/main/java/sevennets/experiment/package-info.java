/**
 * The papers' claims put to the test: an {@link sevennets.experiment.Ablation} names the arms, a
 * {@link sevennets.experiment.Sweep} trains each with several seeds, a
 * {@link sevennets.experiment.Store} keeps what came out, a {@link sevennets.experiment.Report}
 * sets it beside the paper's numbers.
 */
package sevennets.experiment;
