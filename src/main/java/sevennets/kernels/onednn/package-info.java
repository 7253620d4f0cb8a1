/**
 * Kernels by oneDNN, called directly, for float32 on a processor. A {@code Primitive} is made once
 * a shape and moved to each step's addresses, so that a step allocates nothing native.
 */
package sevennets.kernels.onednn;
