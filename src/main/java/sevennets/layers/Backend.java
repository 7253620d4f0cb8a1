package sevennets.layers;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ways in which this package's layers can be computed. The best one that works here is chosen;
 * the system property {@code sevennets.layers}, read when a net is built, forces one.
 */
public enum Backend {
  /** oneDNN called directly: float32 on a processor. */
  ONEDNN,
  /** libnd4j's own operations: any device and number type. */
  ND4J,
  /**
   * Deeplearning4j's own layers, where {@link FastLayer#stock} and {@link FastVertex#stock} have
   * one.
   */
  STOCK;

  private static final String PROPERTY = "sevennets.layers";

  /**
   * The path taken by nets of float32 that are built now.
   *
   * @throws IllegalArgumentException where the property names a path that does not exist or does
   *     not work here
   */
  public static Backend current() {
    String forced = System.getProperty(PROPERTY);
    if (forced == null || forced.isBlank()) {
      return obstacle() == null ? ONEDNN : ND4J;
    }
    Backend backend = parse(forced);
    if (backend == ONEDNN && obstacle() != null) {
      throw new IllegalArgumentException(PROPERTY + "=onednn cannot be used: " + obstacle());
    }
    return backend;
  }

  private static Backend parse(String name) {
    return Arrays.stream(values())
        .filter(b -> b.name().equalsIgnoreCase(name.strip()))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("the property %s must be one of %s; received '%s'"
                .formatted(PROPERTY, Arrays.toString(values()).toLowerCase(Locale.ROOT), name)));
  }

  /** Why the current path was taken, in one sentence. */
  public static String reason() {
    Backend current = current();
    if (System.getProperty(PROPERTY) != null && !System.getProperty(PROPERTY).isBlank()) {
      return "the property %s asks for %s."
          .formatted(PROPERTY, current.name().toLowerCase(Locale.ROOT));
    }
    return current == ONEDNN
        ? "oneDNN %s loads and computes on this processor.".formatted(OneDnn.version())
        : "libnd4j's operations, because " + obstacle() + ".";
  }

  /** Why oneDNN cannot be called directly, or null where it can. */
  private static String obstacle() {
    if (Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.CUDA) {
      return "ND4J computes on a graphics card";
    }
    return OneDnn.failure() == null ? null : "oneDNN does not load here (" + OneDnn.failure() + ")";
  }

  /** Whether a kernel for numbers of {@code type} built now calls oneDNN. */
  static boolean callsOneDnn(DataType type) {
    return type == DataType.FLOAT && current() == ONEDNN;
  }
}
