package sevennets.ops;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the fresh numbers of a parameter are drawn from.
 *
 * <pre>{@code
 * Parameter gain = Parameter.vector("g", "gain", 64, Initial.ONE);
 * Parameter weight = Parameter.of("W", "weight", List.of(64, 32, 3, 3), Initial.heFanOut(64 * 9));
 * }</pre>
 *
 * @param kind of the distribution
 * @param size the constant; the normal distribution's deviation; the uniform one's greatest value
 */
public record Initial(Kind kind, double size) {

  /** Distributions; the random ones have a mean of 0. */
  public enum Kind {
    CONSTANT,
    NORMAL,
    UNIFORM
  }

  public static final Initial ZERO = new Initial(Kind.CONSTANT, 0);
  public static final Initial ONE = new Initial(Kind.CONSTANT, 1);

  public static Initial normal(double deviation) {
    return new Initial(Kind.NORMAL, deviation);
  }

  /** From {@code -limit} to {@code limit}. */
  public static Initial uniform(double limit) {
    return new Initial(Kind.UNIFORM, limit);
  }

  /**
   * Normal, with a variance of 2 by the inputs that a number is summed of, which keeps the forward
   * signal's variance through rectifiers. He et al. 2015, arXiv:1502.01852, equation 10.
   */
  public static Initial heFanIn(long inputs) {
    return normal(Math.sqrt(2.0 / inputs));
  }

  /**
   * Normal, with a variance of 2 by the outputs that a number reaches, which keeps the backward
   * signal's variance through rectifiers. He et al. 2015, equation 14; torchvision's
   * {@code kaiming_normal_(mode='fan_out')}.
   */
  public static Initial heFanOut(long outputs) {
    return normal(Math.sqrt(2.0 / outputs));
  }

  /** Overwrites the numbers of a vector, by ND4J's generator. */
  public void draw(INDArray vector) {
    switch (kind) {
      case CONSTANT -> vector.assign(size);
      case NORMAL -> Nd4j.randn(vector).muli(size);
      case UNIFORM -> Nd4j.rand(vector, Nd4j.getDistributions().createUniform(-size, size));
    }
  }
}
