package sevennets.data;

import java.util.Map;

/**
 * How a folder of images is read, and what may be wrong with it.
 *
 * <pre>{@code
 * Splits data = Datasets.load("folder:photos", new FolderOptions(true, true, false));  // empty classes may be, bad files are passed over
 * }</pre>
 *
 * @param emptyClasses whether class folders may hold no image, and be missing beside the training
 *     images
 * @param skipBad whether images that cannot be read are left out; all are decoded once to find them
 * @param upright whether images are turned as their orientation tags say
 */
public record FolderOptions(boolean emptyClasses, boolean skipBad, boolean upright) {
  /** As PyTorch's loaders read them, with nothing wrong. */
  public static final FolderOptions STRICT = new FolderOptions(false, false, false);

  private static final String EMPTY_CLASSES = "empty-classes";
  private static final String SKIP_BAD = "skip-bad";
  private static final String UPRIGHT = "upright";

  /** Those that a run was started with. */
  public static FolderOptions of(Map<String, String> facts) {
    return new FolderOptions(
        Boolean.parseBoolean(facts.get(EMPTY_CLASSES)),
        Boolean.parseBoolean(facts.get(SKIP_BAD)),
        Boolean.parseBoolean(facts.get(UPRIGHT)));
  }

  /** What a run keeps of them. */
  public Map<String, String> facts() {
    return Map.of(
        EMPTY_CLASSES,
        String.valueOf(emptyClasses),
        SKIP_BAD,
        String.valueOf(skipBad),
        UPRIGHT,
        String.valueOf(upright));
  }
}
