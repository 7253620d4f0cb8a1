package sevennets.data;

/**
 * What may be wrong with a folder of images.
 *
 * @param emptyClasses whether class folders may hold no image, and be missing beside the training
 *     images
 * @param skipBad whether images that cannot be read are left out; all are decoded once to find them
 */
public record FolderOptions(boolean emptyClasses, boolean skipBad) {
  /** Nothing. */
  public static final FolderOptions STRICT = new FolderOptions(false, false);
}
