/**
 * The nets of the series: one record a family, whose components are what its paper's table varies,
 * and which lists its members, its paper's table and its paper's errors;
 * {@link sevennets.models.Models} lists the families.
 *
 * <p>Names of nodes are torchvision's or timm's, so that their checkpoints need no map. A name that
 * ends in {@code _paper} is the paper's net where the checkpoint's differs; {@code _cifar} and
 * {@code _small} are for images of 32 x 32 pixels. Each file says where it departs from its paper.
 */
package sevennets.models;
