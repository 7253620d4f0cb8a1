package sevennets.kernels.cudnn;

/**
 * A card, its driver or a library of NVIDIA's said no; the message is one sentence for whoever runs
 * it.
 *
 * <pre>{@code
 * try {
 *   System.out.println(CardTraining.describeCard(Arithmetic.wanted()));
 * } catch (CudaException none) {
 *   System.out.println(none.getMessage());  // one sentence: no driver, or a card that is too old
 * }
 * }</pre>
 */
public final class CudaException extends RuntimeException {
  CudaException(String message) {
    super(message);
  }
}
