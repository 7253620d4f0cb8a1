/**
 * The runs of an ablation: a {@link sevennets.running.Sweep} trains each arm with every seed, a
 * {@link sevennets.running.Store} keeps what came out. What is claimed is none of its business, nor
 * what is said of it.
 */
package sevennets.running;
