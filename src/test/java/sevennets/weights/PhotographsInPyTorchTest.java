package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.Filter;
import sevennets.data.ImageFile;
import sevennets.data.Normalisation;
import sevennets.graph.Graph;
import sevennets.models.Models;

/**
 * Twenty photographs, each in another kind of file, are answered as PyTorch answers them: decoded,
 * scaled, cut, normalised and seen by the net. {@code src/test/python/stored_photographs.py} asked
 * PyTorch, torchvision and timm.
 */
class PhotographsInPyTorchTest {
  private static final double MOST = 1e-3;

  /** One class of one photograph, as PyTorch saw it. */
  private record Seen(String photograph, int category, double probability) {}

  @TempDir
  static Path folder;

  private static Map<String, byte[]> stored;
  private static Map<String, List<Seen>> answers;

  @BeforeAll
  static void unpack() throws IOException {
    stored = new TreeMap<>();
    try (InputStream in = PhotographsInPyTorchTest.class.getResourceAsStream("photographs.zip");
        ZipInputStream archive = new ZipInputStream(in)) {
      for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry())
        stored.put(entry.getName(), archive.readAllBytes());
    }
    for (String name : stored.keySet()) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, stored.get(name));
    }
    answers = new LinkedHashMap<>();
    for (String[] cells : table("answers.tsv"))
      answers
          .computeIfAbsent(cells[0], net -> new ArrayList<>())
          .add(new Seen(cells[1], Integer.parseInt(cells[2]), Double.parseDouble(cells[3])));
  }

  private static List<String[]> table(String file) {
    return new String(stored.get(file), StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.split("\t"))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> aNetSavedByPyTorchInAnyWayAnswersAsItDoesThere() throws IOException {
    List<Path> ways;
    try (Stream<Path> files = Files.list(folder.resolve("ways"))) {
      ways = files.sorted().toList();
    }
    assertThat(ways).hasSize(7);
    Preprocessing preprocessing =
        new Preprocessing(36, 32, Filter.BILINEAR, Normalisation.IMAGENET);
    Graph graph = Models.get("lenet5").withInput(3, 32, 32).graph();
    List<String> classes = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
    return ways.stream()
        .map(way -> DynamicTest.dynamicTest(way.getFileName().toString(), () -> {
          try (CheckpointFile checkpoint = CheckpointFile.open(way)) {
            assertSame(new Classifier(graph, checkpoint, preprocessing, classes), "lenet5");
          }
        }));
  }

  @Test
  void aResNetThroughItsOwnTransformAnswersAsInPyTorch() {
    assertSame(published("resnet18.IMAGENET1K_V1"), "resnet18.IMAGENET1K_V1");
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> tenArchitecturesThroughTheirOwnTransformsAnswerAsInPyTorch() {
    List<String> nets = table("nets.tsv").stream().map(cells -> cells[0]).toList();
    assertThat(nets).hasSize(10);
    return nets.stream()
        .map(net -> DynamicTest.dynamicTest(net, () -> assertSame(published(net), net)));
  }

  @Test
  void lite0WithItsRealWeightsAnswersAsInPyTorch() throws IOException {
    Pretrained weights = Pretrained.named(Pretrained.DEFAULT);
    Optional<Path> file = PretrainedStore.ofThisProject().find(weights);
    assumeTrue(file.isPresent(), "`./lab weights fetch " + weights.name() + "` brings the weights");
    int side = weights.preprocessing().crop();
    try (CheckpointFile checkpoint = CheckpointFile.open(file.get())) {
      assertSame(
          Classifier.ofImageNet(
              Models.get(weights.arch()).withInput(3, side, side).graph(),
              checkpoint,
              weights.preprocessing()),
          weights.name());
    }
  }

  /** A published net with generated weights, its last layer scaled as it was for PyTorch. */
  private static Classifier published(String name) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (String[] cells : table("shapes/" + name))
      shapes.put(
          cells[0],
          Arrays.stream(cells[1].split(",")).mapToLong(Long::parseLong).toArray());
    String[] net = table("nets.tsv").stream()
        .filter(cells -> cells[0].equals(name))
        .findFirst()
        .orElseThrow();
    Pretrained weights = Pretrained.named(name);
    int side = weights.preprocessing().crop();
    return Classifier.ofImageNet(
        Models.get(weights.arch()).withInput(3, side, side).graph(),
        new Spread(new Generated(shapes), net[1], Float.parseFloat(net[2])),
        weights.preprocessing());
  }

  /** Generated weights, with a last layer that makes probabilities neither equal nor all of one. */
  private record Spread(Tensors generated, String head, float factor) implements Tensors {
    @Override
    public Set<String> names() {
      return generated.names();
    }

    @Override
    public long[] shape(String name) {
      return generated.shape(name);
    }

    @Override
    public float[] read(String name) {
      float[] values = generated.read(name);
      if (name.startsWith(head + ".")) for (int i = 0; i < values.length; i++) values[i] *= factor;
      return values;
    }
  }

  private static void assertSame(Classifier classifier, String net) {
    Map<String, float[]> probabilities = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (Seen seen : answers.get(net)) {
      float[] ours = probabilities.computeIfAbsent(
          seen.photograph,
          name -> classifier
              .probabilities(
                  List.of(ImageFile.read(folder.resolve("photographs").resolve(name))))[0]);
      double difference = Math.abs(ours[seen.category] - seen.probability);
      if (!(difference <= MOST))
        wrong.add("%s: class %d is %.5f, in PyTorch %.5f"
            .formatted(seen.photograph, seen.category, ours[seen.category], seen.probability));
    }
    assertThat(probabilities).hasSize(20);
    assertThat(wrong).isEmpty();
  }
}
