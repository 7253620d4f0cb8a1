package sevennets.data.delivery;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/** Serves one file on this machine's loopback, as badly as asked. */
public final class FileServer implements AutoCloseable {
  /** The first byte asked for by each request that came. */
  public final List<Long> requests = new CopyOnWriteArrayList<>();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final byte[] content;
  private int status = 200;
  private boolean ranges = true;
  private int cutAfter = Integer.MAX_VALUE;
  private int bytesPerMilli = Integer.MAX_VALUE;

  public FileServer(byte[] content) throws IOException {
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  public FileServer failing(int newStatus) {
    status = newStatus;
    return this;
  }

  public FileServer withoutRanges() {
    ranges = false;
    return this;
  }

  /** Breaks each connection after so many bytes. */
  public FileServer cuttingAfter(int bytes) {
    cutAfter = bytes;
    return this;
  }

  public FileServer slow(int newBytesPerMilli) {
    bytesPerMilli = newBytesPerMilli;
    return this;
  }

  public String folder() {
    return "http://%s:%d/"
        .formatted(
            server.getAddress().getAddress().getHostAddress(),
            server.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = range == null
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    requests.add((long) from);
    if (status != 200) {
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
      return;
    }
    if (ranges && from >= content.length && from > 0) {
      exchange.getResponseHeaders().set("Content-Range", "bytes */" + content.length);
      exchange.sendResponseHeaders(416, -1);
      exchange.close();
      return;
    }
    boolean partial = ranges && from > 0;
    int first = partial ? from : 0;
    if (partial) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(first, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(partial ? 206 : 200, content.length - first);
    send(exchange, first);
    exchange.close();
  }

  private void send(HttpExchange exchange, int first) throws IOException {
    OutputStream out = exchange.getResponseBody();
    for (int at = first; at < content.length; at += 8192) {
      if (at - first >= cutAfter) {
        // The server closes a connection when its handler fails, and only then.
        throw new IOException("cut as asked");
      }
      out.write(content, at, Math.min(8192, content.length - at));
      if (bytesPerMilli < Integer.MAX_VALUE) {
        out.flush();
        LockSupport.parkNanos(8_192_000_000L / bytesPerMilli);
      }
    }
    out.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
