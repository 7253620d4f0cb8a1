/**
 * What arithmetic is: a {@link sevennets.kernels.Kernel} computes one operation forward and back, a
 * {@link sevennets.kernels.Backend} has a kernel for each, a {@link sevennets.kernels.Pass} lends
 * it memory and parameters. Nothing here says where numbers lie.
 */
package sevennets.kernels;
