package sevennets.kernels;

/**
 * What parameters are called between an operation, its kernel and Deeplearning4j's table.
 *
 * <pre>{@code
 * INDArray filters = net.getLayer("conv1").getParam(Keys.WEIGHT);
 * }</pre>
 */
public final class Keys {
  public static final String WEIGHT = "W";
  public static final String BIAS = "b";

  /** One number a channel, as are the following. */
  public static final String GAMMA = "gamma";

  public static final String BETA = "beta";

  /** A batch norm's running mean. */
  public static final String MEAN = "mean";

  /** A batch norm's running variance. */
  public static final String VARIANCE = "var";

  private Keys() {}
}
