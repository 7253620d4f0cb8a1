package sevennets.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import sevennets.Crafted;
import sevennets.Trap;
import sevennets.ops.Shape;

/** Nets from strangers. */
@Timeout(60)
class NetFileTest {
  @TempDir
  Path folder;

  private ComputationGraph net;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    Graph graph = new Graph(Shape.image(3, 8, 8));
    graph.classify(graph.input().conv("conv", 4, 3, 1).relu().flatten("flat").dense("fc", 5));
    net = graph.net(1);
    file = folder.resolve("net.zip");
    ModelSerializer.writeModel(net, file.toFile(), true);
  }

  @Test
  void netIsTheOneThatWasWritten() {
    ComputationGraph read = NetFile.read(file);
    assertThat(read.params()).isEqualTo(net.params());
    assertThat(read.getConfiguration()).isEqualTo(net.getConfiguration());
  }

  @Test
  void updatersStateIsReadWhereItIsAskedFor() throws IOException {
    ComputationGraph adam = new TransferLearning.GraphBuilder(net)
        .fineTuneConfiguration(
            new FineTuneConfiguration.Builder().updater(new Adam(0.1)).build())
        .build();
    INDArray state = adam.getUpdater().getStateViewArray();
    state.assign(3);
    ModelSerializer.writeModel(adam, file.toFile(), true);
    assertThat(NetFile.readWithUpdater(file).getUpdater().getStateViewArray()).isEqualTo(state);
  }

  /** The net's own has no memory to put it into. */
  @Test
  void updatersStateOfANetWhoseUpdaterHasNoneIsRefused() throws IOException {
    Path crafted =
        Crafted.with(file, "updaterState.bin", Crafted.entries(file).get("coefficients.bin"));
    assertThat(net.getUpdater().getStateViewArray()).isNull();
    assertThatThrownBy(() -> NetFile.readWithUpdater(crafted))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it holds an updater's state, and its net's updaters have none");
  }

  @Test
  void entryThatIsAJavaObjectIsNeverOpened() throws IOException {
    for (byte[] trap : new byte[][] {Trap.bytes(), Trap.endless(), Trap.huge()})
      for (String entry : new String[] {"preprocessor.bin", "normalizer.bin", "anything"})
        assertThat(NetFile.read(Crafted.with(file, entry, trap)).params()).isEqualTo(net.params());
    assertThat(Trap.SPRUNG).hasValue(0);
  }

  @Test
  void classThatNoNetIsMadeOfIsNotLoaded() throws IOException {
    String json =
        new String(Crafted.entries(file).get("configuration.json"), StandardCharsets.UTF_8);
    for (String type :
        new String[] {"sevennets.Trap$Loaded", "javax.swing.JFrame", "sevennets.layers.a.B", ""})
      assertThatThrownBy(() -> NetFile.read(configured(json.replaceFirst(
              "\"@class\"\\s*:\\s*\"[^\"]+\"", "\"@class\":\"" + type.replace("$", "\\$") + "\""))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "%s is no model that can be read: its configuration names the type '%s', of which no net here is made"
                  .formatted(folder.resolve("crafted.zip"), type));
    // The field's name as JSON may spell it, too.
    assertThatThrownBy(() -> NetFile.read(configured(json.replaceFirst(
            "\"@class\"\\s*:\\s*\"[^\"]+\"", "\"\\\\u0040class\":\"java.lang.Object\""))))
        .hasMessageContaining("names the type 'java.lang.Object'");
    assertThat(Trap.SPRUNG).hasValue(0);
  }

  @Test
  void configurationThatIsNoneIsRefusedInASentence() throws IOException {
    Map<String, String> said = new LinkedHashMap<>();
    said.put("", "its configuration");
    said.put("null", "its configuration");
    said.put("[]", "its configuration");
    said.put("{}", "its configuration has no vertices");
    said.put("{\"vertices\":{\"a\":null}}", "its vertex 'a' is a nothing");
    said.put("<html>", "its configuration is no JSON");
    said.put("[".repeat(100_000), "goes deeper than 100 levels");
    said.put(" ".repeat(NetJson.MOST_BYTES + 1), "holds more than 20,971,520 bytes");
    said.put(
        "{\"vertices\":{\"a\":{\"LayerVertex\":{\"layerConf\":{\"layer\":{\"LSTM\":{}}}}}}}",
        "its ");
    for (Map.Entry<String, String> one : said.entrySet())
      assertThatThrownBy(() -> NetFile.read(configured(one.getKey())))
          .as(one.getKey().substring(0, Math.min(60, one.getKey().length())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(one.getValue());
  }

  @Test
  void lengthThatIsClaimedTakesNoMemory() throws IOException {
    for (long length : new long[] {-1, 0, 1, Integer.MAX_VALUE, 1L << 40, Long.MAX_VALUE})
      assertThatThrownBy(
              () -> NetFile.read(Crafted.with(file, "coefficients.bin", array(length, "FLOAT"))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its 'coefficients.bin' holds %,d numbers, the net has %,d"
              .formatted(length, net.numParams()));
    for (String type : new String[] {"UTF8", "COMPRESSED", "LONG", "x".repeat(60_000)})
      assertThatThrownBy(() ->
              NetFile.read(Crafted.with(file, "coefficients.bin", array(net.numParams(), type))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its 'coefficients.bin' holds");
    assertThatThrownBy(() ->
            NetFile.read(Crafted.with(file, "coefficients.bin", array(net.numParams(), "FLOAT"))))
        .hasMessageContaining("claims %,d numbers".formatted(net.numParams()));
  }

  @Test
  void netThatClaimsToBeEnormousIsRefusedBeforeItIsMade() throws IOException {
    String json =
        new String(Crafted.entries(file).get("configuration.json"), StandardCharsets.UTF_8);
    assertThatThrownBy(() ->
            NetFile.read(configured(json.replaceAll("(\"units\"\\s*:\\s*)5", "$1 2000000000"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the net has ");
  }

  /** Written by 0.1.0 itself. */
  @Test
  void netOfAnOlderVersionIsSaidToBe() throws Exception {
    Path old = Path.of(NetFileTest.class.getResource("net-0.1.0.zip").toURI());
    assertThatThrownBy(() -> NetFile.read(old))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            old
                + " is no model that can be read: it was saved by Seven Nets 0.1.0, whose layers this version no longer has; train it again, or export its weights by that version and load them");
  }

  @Test
  void damagedFileIsAnswered() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 300; i++) {
      byte[] damaged =
          i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
      for (int k = 0; k < 1 + i % 5 && damaged.length > 0; k++)
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Files.write(folder.resolve("damaged.zip"), damaged);
      try {
        NetFile.read(folder.resolve("damaged.zip"));
      } catch (IllegalArgumentException e) {
        assertThat(e).hasMessageMatching("\\S+damaged\\.zip is no model that can be read: it.*");
      }
    }
  }

  @Test
  void fileThatIsNotThereIsSaidToBe() {
    assertThatThrownBy(() -> NetFile.read(folder.resolve("none.zip")))
        .hasMessage("there is no model " + folder.resolve("none.zip"));
    assertThatThrownBy(() -> NetFile.read(folder))
        .hasMessage(folder + " is no model that can be read: it is no file");
  }

  private Path configured(String json) throws IOException {
    return Crafted.with(file, "configuration.json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** What {@code Nd4j.write} writes of a row, but for the numbers themselves. */
  private static byte[] array(long length, String type) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("LONG_SHAPE");
    out.writeLong(8);
    out.writeUTF("LONG");
    for (long value : new long[] {2, 1, length, length, 1, 0, 1, 99}) out.writeLong(value);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(length);
    out.writeUTF(type);
    return bytes.toByteArray();
  }

  @Test
  void arrayThatDoesNotFitNowIsTheMachinesFault() {
    assertThatCode(() -> StoredArray.requireMemory("w", 1 << 20, 1 << 20))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> StoredArray.requireMemory("w", 3 << 20, 1 << 20))
        .isInstanceOf(StoredArray.NoMemory.class)
        .hasMessage("its 'w' takes 3 MB, 1 MB are free for arrays");
  }
}
