package sevennets.kernels.cudnn;

/**
 * A card, its driver or a library of NVIDIA's said no; the message is one sentence for whoever runs
 * it.
 */
public final class CudaException extends RuntimeException {
  CudaException(String message) {
    super(message);
  }
}
