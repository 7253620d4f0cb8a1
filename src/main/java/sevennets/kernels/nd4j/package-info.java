/**
 * Kernels by libnd4j's operations, for any number type: one for every operation there is, against
 * which others are held.
 */
package sevennets.kernels.nd4j;
