package sevennets.data.delivery;

import java.io.IOException;
import java.net.Authenticator;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import sevennets.files.DataException;

/**
 * Connections through the proxy that the environment names, as curl and pip take it:
 * {@code https_proxy}, {@code http_proxy}, {@code all_proxy} and {@code no_proxy}, in small or
 * capital letters. Where none is named, Java's own settings hold.
 *
 * <pre>{@code
 * java.net.URI address = java.net.URI.create("https://example.org");
 * Optional<java.net.URI> proxy = Proxies.proxy(address, System::getenv);  // empty: straight there
 * }</pre>
 */
public final class Proxies {
  private static final int DEFAULT_PORT = 80;

  private Proxies() {}

  static HttpURLConnection open(URI address) throws IOException {
    Optional<URI> proxy = proxy(address, System::getenv);
    return proxy.isEmpty()
        ? (HttpURLConnection) address.toURL().openConnection()
        : through(proxy.get(), address);
  }

  private static HttpURLConnection through(URI proxy, URI address) throws IOException {
    int port = proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort();
    boolean socks = proxy.getScheme().startsWith("socks");
    HttpURLConnection connection = (HttpURLConnection) address
        .toURL()
        .openConnection(new Proxy(
            socks ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
            new InetSocketAddress(proxy.getHost(), port)));
    if (proxy.getUserInfo() != null) {
      connection.setAuthenticator(authenticator(proxy));
    }
    return connection;
  }

  private static Authenticator authenticator(URI proxy) {
    String[] user = proxy.getUserInfo().split(":", 2);
    return new Authenticator() {
      @Override
      protected PasswordAuthentication getPasswordAuthentication() {
        return getRequestorType() == RequestorType.PROXY
            ? new PasswordAuthentication(user[0], (user.length > 1 ? user[1] : "").toCharArray())
            : null;
      }
    };
  }

  /**
   * The proxy for an address.
   *
   * @param environment gives a variable's value, or null
   * @throws DataException if what is named is no address
   */
  public static Optional<URI> proxy(URI address, UnaryOperator<String> environment) {
    String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
    boolean direct =
        value("no_proxy", environment).filter(list -> isListed(host, list)).isPresent();
    return direct
        ? Optional.empty()
        : value(address.getScheme() + "_proxy", environment)
            .or(() -> value("all_proxy", environment))
            .map(Proxies::parse);
  }

  private static Optional<String> value(String name, UnaryOperator<String> environment) {
    String small = environment.apply(name);
    String value = small != null ? small : environment.apply(name.toUpperCase(Locale.ROOT));
    return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
  }

  /** {@code no_proxy}: hosts, and domains with all below them; a star is every host. */
  private static boolean isListed(String host, String list) {
    for (String entry : list.toLowerCase(Locale.ROOT).split("[,\\s]+")) {
      String domain = entry.replaceFirst("^\\*?\\.", "").replaceFirst(":\\d+$", "");
      if (entry.equals("*") || host.equals(domain) || host.endsWith("." + domain)) {
        return true;
      }
    }
    return false;
  }

  private static URI parse(String text) {
    try {
      URI proxy = URI.create(text.contains("://") ? text : "http://" + text);
      if (proxy.getHost() != null) {
        return proxy;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new DataException(
        "the proxy that the environment names is no address: '%s'; it should be like http://proxy.example:3128"
            .formatted(text));
  }
}
