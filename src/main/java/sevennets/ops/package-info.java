/**
 * The operations that nets are made of, each described once by a record: what it demands of its
 * inputs, its output's shape, its parameters and what fresh ones are drawn from, its cost, the
 * kernel it asks a backend for, and its twin in PyTorch.
 *
 * <p>A reader's own, in a notebook:
 *
 * <pre>{@code
 * record Square() implements Op {
 *   public Shape output(List<Shape> inputs) { return inputs.get(0); }
 *   public <A> Kernel<A> kernel(Backend<A> backend, List<Shape> inputs) {
 *     return backend.onHost(new SquareKernel()); // a Kernel<INDArray>: forward and backward
 *   }
 * }
 * Node y = x.then("square", new Square());
 * }</pre>
 */
package sevennets.ops;
