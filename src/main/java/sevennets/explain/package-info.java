/**
 * What a net has learnt and what it looks at: filters, feature maps, most-activating images,
 * Grad-CAM, guided backpropagation, gates, gradients by depth, what the layers of a dense block
 * read. Each is one call on a {@link sevennets.explain.Lens}.
 *
 * <p>Images go in and maps come out as {@code N x C x H x W}, whatever order the layers compute in.
 */
package sevennets.explain;
