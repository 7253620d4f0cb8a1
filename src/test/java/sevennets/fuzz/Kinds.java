package sevennets.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.util.ModelSerializer;
import sevennets.Crafted;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Budget;
import sevennets.claims.Runs;
import sevennets.claims.Trial;
import sevennets.data.FuzzedData;
import sevennets.data.ImageFile;
import sevennets.graph.Graph;
import sevennets.graph.NetFile;
import sevennets.ops.Shape;
import sevennets.reporting.Report;
import sevennets.reporting.Results;
import sevennets.running.FuzzedStore;
import sevennets.train.FuzzedRuns;
import sevennets.train.History;
import sevennets.transfer.TrainedRun;
import sevennets.weights.CheckpointFile;
import sevennets.weights.FuzzedWeights;
import sevennets.weights.Reference;

/**
 * Every kind of file that may come from a stranger. Where a container's sums would stop all that is
 * inside it from being tried, the container is made anew around each input.
 */
final class Kinds {
  private static final String HISTORY =
      "epoch,lr,train_loss,train_acc1,val_loss,val_acc1,val_acc5,images_per_sec,seconds\n"
          + "1,0.1,1.5,0.5,1.25,0.5,0.75,100.0,2.0\n2,0.1,1.0,0.6,NaN,0.6,0.8,100.0,2.0\n";

  private static final String RUN =
      "arch=lenet5\ninput=1x32x32\nclasses=[\"a\",\"b\"]\ndata=a\\nb\n"
          + "normalisation=Normalisation[mean=[0.5], std=[0.25]]\nepochs=3\n";

  private static final String REFERENCE = """
      {"arch": "resnet18", "params_without_aux": 11, "macs_conv_linear_per_image": 1814,
       "input_shape": [2, 3, 64, 64], "tensors": [["conv1.weight", [64, 3, 7, 7]]],
       "stages": [["layer1", [2, 64, 16, 16], 0.5, 0.25]], "logits": [[0.5, 1e-3], [-0.5, 2]]}""";

  private static final String TIMM = """
      {"architecture": "resnet18", "pretrained_cfg": {"input_size": [3, 224, 224], "crop_pct": 0.95,
       "interpolation": "bicubic", "mean": [0.5, 0.5, 0.5], "std": [0.2, 0.2, 0.2],
       "test_input_size": [3, 288, 288], "test_crop_pct": 1.0, "crop_mode": "center"}}""";

  private static final List<String> RESULTS =
      List.of("runs.csv", "right.csv", "trials.csv", "settings.properties");

  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");

  private Kinds() {}

  /** By name, each made when it is asked for. */
  static Map<String, Maker> all() {
    Map<String, Maker> kinds = new LinkedHashMap<>();
    addWeights(kinds);
    addNets(kinds);
    for (String format : List.of("png", "jpg", "gif", "bmp", "tif", "webp"))
      kinds.put(format, () -> images(format));
    kinds.putAll(FuzzedData.kinds());
    kinds.putAll(FuzzedRuns.kinds());
    kinds.put("histories", () -> Kind.of(Kinds::history, HISTORY.getBytes(UTF_8)));
    kinds.put("run-properties", () -> Kind.of(Kinds::run, RUN.getBytes(UTF_8)));
    kinds.put("outcomes", FuzzedStore::outcomes);
    for (String file : RESULTS) kinds.put(file.replaceAll("\\..*", ""), () -> results(file));
    return kinds;
  }

  private static void addWeights(Map<String, Maker> kinds) {
    kinds.put("safetensors", () -> Kind.of((input, folder) -> tensors(input), safetensors()));
    kinds.put(
        "pth",
        () -> Kind.of(
            (input, folder) -> tensors(input), FuzzedWeights.zip(), FuzzedWeights.stream()));
    kinds.put(
        "pth-pickle",
        () -> Kind.of(
            (input, folder) -> tensors(FuzzedWeights.around(input, folder)),
            FuzzedWeights.pickle()));
    kinds.put("safetensors-index", Kinds::index);
    kinds.put(
        "timm-config",
        () -> Kind.of((input, folder) -> FuzzedWeights.timm(input), TIMM.getBytes(UTF_8)));
    kinds.put(
        "references",
        () -> Kind.of((input, folder) -> Reference.read(input), REFERENCE.getBytes(UTF_8)));
  }

  private static byte[] safetensors() {
    return ("\u0066\0\0\0\0\0\0\0{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"fc.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}     "
            + "\0\0\0\0\0\0\0\0")
        .getBytes(UTF_8);
  }

  private static Kind index() {
    return Kind.of(
        (input, folder) -> {
          Files.write(folder.resolve("a.safetensors"), safetensors());
          tensors(input);
        },
        "{\"metadata\": {}, \"weight_map\": {\"fc.bias\": \"a.safetensors\"}}".getBytes(UTF_8));
  }

  private static void addNets(Map<String, Maker> kinds) {
    kinds.put(
        "nets", () -> Kind.of((input, folder) -> NetFile.readWithUpdater(input), bytes(net())));
    for (String entry : List.of(NetFile.CONFIGURATION, NetFile.WEIGHTS))
      kinds.put("nets-" + entry.replaceAll("\\..*", ""), () -> netsWith(entry));
  }

  /** A net's file of which one entry is the input. */
  private static Kind netsWith(String entry) throws IOException {
    Map<String, byte[]> entries = Crafted.entries(net());
    return Kind.of(
        (input, folder) -> {
          Map<String, byte[]> all = new LinkedHashMap<>(entries);
          all.put(entry, Files.readAllBytes(input));
          NetFile.read(Crafted.zip(folder.resolve("net.zip"), all));
        },
        entries.get(entry));
  }

  private static Path net() throws IOException {
    Path file = Files.createTempDirectory("seed").resolve("net.zip");
    ModelSerializer.writeModel(graph().net(1), file.toFile(), true);
    return file;
  }

  private static byte[] bytes(Path file) throws IOException {
    return Files.readAllBytes(file);
  }

  private static Graph graph() {
    Graph graph = new Graph(Shape.image(3, 8, 8));
    graph.classify(graph.input().conv("conv", 4, 3, 1).relu().flatten("flat").dense("fc", 5));
    return graph;
  }

  private static void tensors(Path file) throws IOException {
    try (CheckpointFile tensors = CheckpointFile.open(file)) {
      for (String name : new ArrayList<>(tensors.names())) {
        tensors.shape(name);
        tensors.read(name);
      }
    }
  }

  /** The seeds are the pictures that Pillow's numbers are known of: each feature of a format. */
  private static Kind images(String format) throws IOException {
    List<byte[]> pictures = new ArrayList<>();
    try (InputStream in = Kinds.class.getResourceAsStream("/sevennets/data/pillow.zip");
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith("." + format)) pictures.add(zip.readAllBytes());
      }
    }
    return new Kind((input, folder) -> ImageFile.readUpright(input), pictures);
  }

  private static void history(Path input, Path folder) throws IOException {
    History.parse(new String(bytes(input), UTF_8));
  }

  /** What {@code ./lab predict --run} and {@code --resume} read. */
  private static void run(Path input, Path folder) throws IOException {
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.copy(input, run.resolve("run.properties"), StandardCopyOption.REPLACE_EXISTING);
    TrainedRun opened = TrainedRun.open(run, warning -> {});
    opened.classes();
    opened.normalisation();
  }

  /** A sweep's published result, of which one file is the input. */
  private static Kind results(String file) throws IOException {
    Report report = new Report(
            ABLATION,
            Budget.quick().withEpochs(5).withSeeds(3),
            List.of(Runs.outcome("original", 1, 0.9), Runs.outcome("preactivated", 1, 0.91)))
        .withTrials(List.of(new Trial("original", 0.5, 0.2, 1, 0.8)));
    Path written = new Results(Files.createTempDirectory("seed")).write(report);
    return Kind.of(
        (input, folder) -> {
          Path result = Files.createDirectories(folder.resolve(ABLATION.name()));
          for (String other : RESULTS)
            Files.copy(
                other.equals(file) ? input : written.resolve(other),
                result.resolve(other),
                StandardCopyOption.REPLACE_EXISTING);
          new Results(folder).read(ABLATION);
        },
        bytes(written.resolve(file)));
  }
}
