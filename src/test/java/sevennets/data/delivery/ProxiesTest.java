package sevennets.data.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevennets.files.DataException;

class ProxiesTest {
  private static final URI SECURE = URI.create("https://download.pytorch.org/models/x.pth");
  private static final URI PLAIN = URI.create("http://data.example.org/x");

  @Test
  void theSchemesOwnVariableComesFirstAndSmallLettersToo() {
    Map<String, String> environment = Map.of(
        "https_proxy", "http://a:1", "HTTPS_PROXY", "http://b:2", "ALL_PROXY", "socks5://c:3");
    assertThat(Proxies.proxy(SECURE, environment::get)).contains(URI.create("http://a:1"));
    assertThat(Proxies.proxy(PLAIN, environment::get)).contains(URI.create("socks5://c:3"));
    assertThat(Proxies.proxy(PLAIN, Map.of("HTTP_PROXY", "proxy:8080")::get))
        .contains(URI.create("http://proxy:8080"));
    assertThat(Proxies.proxy(SECURE, Map.of("http_proxy", "http://a:1")::get)).isEmpty();
  }

  @Test
  void hostsAndDomainsOfNoProxyAreReachedDirectly() {
    for (String list :
        new String[] {"*", "pytorch.org", ".pytorch.org", "x, download.pytorch.org:443"}) {
      Map<String, String> environment = Map.of("https_proxy", "http://a:1", "no_proxy", list);
      assertThat(Proxies.proxy(SECURE, environment::get)).as(list).isEmpty();
    }
    Map<String, String> other =
        Map.of("https_proxy", "http://a:1", "no_proxy", "torch.org,localhost");
    assertThat(Proxies.proxy(SECURE, other::get)).isPresent();
  }

  @Test
  void whatIsNoAddressIsTold() {
    assertThatThrownBy(() -> Proxies.proxy(SECURE, Map.of("https_proxy", "http://:x y")::get))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(
            "the proxy that the environment names is no address: 'http://:x y'");
  }
}
