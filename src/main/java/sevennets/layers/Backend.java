package sevennets.layers;

import org.nd4j.linalg.api.buffer.DataType;

/** The ways in which this package's layers can be computed. The property {@code sevennets.layers} forces one. */
public enum Backend {
  /** oneDNN called directly: processors, float32. */
  ONEDNN,
  /** libnd4j's own operations: any device and number type. */
  ND4J,
  /** Deeplearning4j's own layers, where {@link FastLayer#stock} and {@link FastVertex#stock} have one. */
  STOCK;

  static final String PROPERTY = "sevennets.layers";

  /** The path taken by nets built now. */
  public static Backend current() {
    return ND4J;
  }

  /** The path taken for numbers of {@code type}. */
  static Backend of(DataType type) {
    return ND4J;
  }
}
