package sevennets.bench;

import java.util.Locale;

/**
 * Who is timed.
 *
 * <pre>{@code
 * double ours = run.timing(Contender.OURS).orElseThrow().median();  // images a second
 * }</pre>
 */
public enum Contender {
  OURS,
  /** The same net of Deeplearning4j's own layers, where it has them. */
  STOCK,
  /** The same net in PyTorch, images as {@code N x C x H x W}: its default. */
  PYTORCH(false, null),
  /** The same net in PyTorch, images kept as {@code N x H x W x C} in memory. */
  PYTORCH_CHANNELS_LAST(true, null),
  /** By {@code torch.compile}. */
  PYTORCH_COMPILED(false, "default"),
  PYTORCH_COMPILED_CHANNELS_LAST(true, "default"),
  /** By {@code torch.compile} in the mode that tries several kernels for each operation. */
  PYTORCH_AUTOTUNED(false, "max-autotune"),
  PYTORCH_AUTOTUNED_CHANNELS_LAST(true, "max-autotune");

  private final boolean pyTorch;
  private final boolean channelsLast;
  private final String compile;

  Contender() {
    pyTorch = false;
    channelsLast = false;
    compile = null;
  }

  Contender(boolean channelsLast, String compile) {
    pyTorch = true;
    this.channelsLast = channelsLast;
    this.compile = compile;
  }

  boolean isPyTorch() {
    return pyTorch;
  }

  boolean isChannelsLast() {
    return channelsLast;
  }

  /** The mode of {@code torch.compile}, or null where it is not used. */
  String compile() {
    return compile;
  }

  /** As it is typed and printed, and its key in the JSON report. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
