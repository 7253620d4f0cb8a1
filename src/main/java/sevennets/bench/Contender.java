package sevennets.bench;

import java.util.Locale;

/** Who is timed. */
public enum Contender {
  OURS,
  /** The same net of Deeplearning4j's own layers, where it has them. */
  STOCK,
  /** The same net in PyTorch, images as {@code N x C x H x W}: its default. */
  PYTORCH,
  /** The same net in PyTorch, images kept as {@code N x H x W x C} in memory. */
  PYTORCH_CHANNELS_LAST;

  boolean isPyTorch() {
    return this == PYTORCH || this == PYTORCH_CHANNELS_LAST;
  }

  /** As it is typed and printed, and its key in the JSON report. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
