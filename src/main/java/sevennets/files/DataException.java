package sevennets.files;

/**
 * Data that cannot be had or used: missing, altered, unreadable. The message says which, and how to
 * mend it.
 *
 * <pre>{@code
 * try {
 *   Datasets.load("folder:photos");
 * } catch (DataException e) {
 *   System.err.println(e.getMessage());  // which file, what is wrong with it, how to mend it
 * }
 * }</pre>
 */
public final class DataException extends RuntimeException {
  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
