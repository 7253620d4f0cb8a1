/**
 * Training on an NVIDIA card: a graph's steps become a flat list of calls over areas of the card's
 * memory, by cuDNN, cuBLAS and one CUDA source.
 */
package sevennets.kernels.cudnn;
