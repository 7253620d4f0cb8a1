/**
 * How fast we are, beside Deeplearning4j's own layers and PyTorch: the same nets, batches and
 * threads, timed in turn.
 *
 * <p>Each contender is a process of its own, so that none lives on another's threads or memory, and
 * all are spoken to in the same lines of JSON. The figures mean what {@code src/docs/benchmarks.md}
 * says.
 */
package sevennets.bench;
