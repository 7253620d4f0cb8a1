/**
 * Weights in and out: safetensors files, the match between a graph's parameters and a checkpoint's
 * tensors, and the proof that a net computes what its reference implementation computes.
 */
package sevennets.weights;
