/**
 * How a file comes onto this machine: from the web, going on where it was cut off, or by hand; by
 * its sum whole and the right one, or not at all; unpacked within bounds.
 *
 * <p>{@link sevennets.data.delivery.WebFile} fetches one file. A
 * {@link sevennets.data.delivery.Delivery} brings a dataset's files into its folder and leaves a
 * {@link sevennets.data.delivery.Manifest} there, by which they are checked from then on.
 */
package sevennets.data.delivery;
