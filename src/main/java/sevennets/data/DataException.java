package sevennets.data;

/**
 * Data that cannot be had or used: missing, altered, unreadable. The message says which, and how to
 * mend it.
 */
public final class DataException extends RuntimeException {
  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
