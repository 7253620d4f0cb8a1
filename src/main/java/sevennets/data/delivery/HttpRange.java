package sevennets.data.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * A file on a server, from some byte on: a GET with a {@code Range} header (RFC 9110, section 14).
 */
final class HttpRange implements AutoCloseable {
  private static final int CONNECT_MILLIS = 20_000;
  /** A server that sends nothing for so long is given up. */
  private static final int SILENCE_MILLIS = 30_000;

  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-.*");
  private static final Pattern WHOLE = Pattern.compile("bytes \\*/(\\d{1,18})");

  /** The network's or the server's failure, in words; not this machine's disk. */
  static class NetworkException extends Exception {
    NetworkException(String message) {
      super(message);
    }
  }

  /** The server's file ends before the byte that was asked for. */
  static final class NothingLeft extends NetworkException {
    /** The file's length, or {@link PublishedFile#UNKNOWN}. */
    final long total;

    NothingLeft(long total) {
      super("HTTP status " + RANGE_NOT_SATISFIABLE);
      this.total = total;
    }
  }

  private final HttpURLConnection connection;
  private final InputStream in;
  private final long firstByte;
  private final long total;

  private HttpRange(HttpURLConnection connection, InputStream in, long firstByte) {
    long length = connection.getContentLengthLong();
    total = length < 0 ? PublishedFile.UNKNOWN : firstByte + length;
    this.connection = connection;
    this.in = in;
    this.firstByte = firstByte;
  }

  /** Asks for a file from byte {@code from} on. */
  static HttpRange open(URI address, long from) throws NetworkException {
    try {
      HttpURLConnection connection = Proxies.open(address);
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(SILENCE_MILLIS);
      if (from > 0) {
        connection.setRequestProperty("Range", "bytes=%d-".formatted(from));
      }
      int status = connection.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK && status != PARTIAL_CONTENT) {
        connection.disconnect();
        throw status == RANGE_NOT_SATISFIABLE && from > 0
            ? new NothingLeft(whole(connection))
            : new NetworkException("HTTP status " + status);
      }
      return new HttpRange(
          connection,
          connection.getInputStream(),
          status == PARTIAL_CONTENT ? firstByte(connection) : 0);
    } catch (IOException e) {
      throw new NetworkException(inWords(e));
    }
  }

  private static long firstByte(HttpURLConnection connection) throws NetworkException {
    String header = String.valueOf(connection.getHeaderField("Content-Range"));
    Matcher range = CONTENT_RANGE.matcher(header);
    if (!range.matches()) {
      throw new NetworkException(
          "Content-Range '%s' does not say which bytes it gives".formatted(header));
    }
    return Long.parseLong(range.group(1));
  }

  private static long whole(HttpURLConnection connection) {
    Matcher range = WHOLE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
    return range.matches() ? Long.parseLong(range.group(1)) : PublishedFile.UNKNOWN;
  }

  /**
   * The position in the file of the first byte that is given: the one asked for, or 0 if the server
   * ignores ranges.
   */
  long firstByte() {
    return firstByte;
  }

  /**
   * The length of the whole file, or {@link PublishedFile#UNKNOWN} where the server does not say.
   */
  long total() {
    return total;
  }

  /** Reads what is there; -1 at the end. */
  int read(byte[] buffer) throws NetworkException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new NetworkException(inWords(e));
    }
  }

  private static String inWords(IOException e) {
    if (e instanceof UnknownHostException) {
      return "no such host, or no network";
    }
    if (e instanceof SocketTimeoutException) {
      return "no answer within %d s".formatted(SILENCE_MILLIS / 1000);
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    return e instanceof SSLException
        ? "no secure connection: " + e.getMessage()
        : "connection lost: " + e.getMessage();
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
