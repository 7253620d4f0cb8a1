package sevennets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import sevennets.data.DataException;
import sevennets.data.ImageFile;
import sevennets.graph.Graph;
import sevennets.graph.NetFile;
import sevennets.ops.Shape;
import sevennets.train.History;
import sevennets.train.Trainer;
import sevennets.train.TrainingException;
import sevennets.weights.Dtype;
import sevennets.weights.SafeTensors;
import sevennets.weights.SafeTensorsWriter;
import sevennets.weights.StateDict;

/**
 * Whatever is in a file, its reader gives a value or one sentence of ours, within ten seconds: a
 * good file of each kind, damaged in many ways. The seed is fixed, so that every run tries the
 * same.
 */
class ReadersAreFuzzedTest {
  private static final long LIMIT_SECONDS = 10;
  private static final int TRIALS = 150;
  private static final int[] INTERESTING = {0, 1, 0x7f, 0x80, 0xff, '{', '"', '-', ' ', '\n'};

  @TempDir
  Path folder;

  private final ExecutorService alone = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "fuzzed");
    thread.setDaemon(true);
    return thread;
  });

  /** Reads a file; throws one of our sentences, or else has a fault. */
  private interface Reader {
    void read(Path file) throws Exception;
  }

  private record Kind(String suffix, byte[] good, Reader reader) {}

  @AfterEach
  void stop() {
    alone.shutdownNow();
  }

  @TestFactory
  Stream<DynamicTest> damagedFileIsAValueOrASentence() throws IOException {
    return kinds().entrySet().stream()
        .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
          SplittableRandom random = new SplittableRandom(kind.getKey().hashCode());
          for (int trial = 0; trial < TRIALS; trial++) attempt(kind.getValue(), random, trial);
        }));
  }

  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> damagedFileIsAValueOrASentenceForAMinute() throws IOException {
    return kinds().entrySet().stream()
        .map(kind -> DynamicTest.dynamicTest(kind.getKey(), () -> {
          SplittableRandom random = new SplittableRandom(~kind.getKey().hashCode());
          long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
          for (int trial = 0; System.nanoTime() < end; trial++)
            attempt(kind.getValue(), random, trial);
        }));
  }

  private void attempt(Kind kind, SplittableRandom random, int trial) throws Exception {
    byte[] damaged = damaged(kind.good, random);
    Path file = folder.resolve("fuzzed" + kind.suffix);
    Files.write(file, damaged);
    Future<?> reading = alone.submit(() -> {
      kind.reader.read(file);
      return null;
    });
    try {
      reading.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      fail("trial %d takes more than %d s".formatted(trial, LIMIT_SECONDS));
    } catch (ExecutionException e) {
      Throwable said = e.getCause();
      assertThat(said)
          .as("trial %d", trial)
          .isInstanceOfAny(
              DataException.class, TrainingException.class, IllegalArgumentException.class);
      assertThat(said.getClass().getName()).as("trial %d", trial).doesNotContain("NumberFormat");
      assertThat(said.getMessage())
          .as("trial %d", trial)
          .isNotBlank()
          .doesNotContainPattern("(?<!')\\bnull\\b(?!')");
    }
  }

  /** Bits, bytes, numbers, pieces: turned, replaced, doubled, cut out, cut off. */
  private static byte[] damaged(byte[] good, SplittableRandom random) {
    byte[] bytes = good.clone();
    for (int blow = random.nextInt(1, 5); blow > 0 && bytes.length > 8; blow--) {
      // The beginning says how the rest is to be read.
      int at = random.nextInt(random.nextBoolean() ? Math.min(200, bytes.length) : bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> {
          byte filler = (byte) INTERESTING[random.nextInt(INTERESTING.length)];
          Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 9)), filler);
        }
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = spliced(bytes, at, at, Math.min(bytes.length, at + 64));
        default -> bytes = spliced(bytes, at, Math.min(bytes.length, at + 16), bytes.length);
      }
    }
    return bytes;
  }

  /** What stands before {@code end}, then all from {@code from} to {@code to} and what follows. */
  private static byte[] spliced(byte[] bytes, int end, int from, int to) {
    byte[] piece = Arrays.copyOfRange(bytes, from, to);
    int rest = to == bytes.length ? 0 : bytes.length - end;
    byte[] spliced = Arrays.copyOf(bytes, end + piece.length + rest);
    System.arraycopy(piece, 0, spliced, end, piece.length);
    System.arraycopy(bytes, end, spliced, end + piece.length, rest);
    return spliced;
  }

  private Map<String, Kind> kinds() throws IOException {
    Map<String, Kind> kinds = new LinkedHashMap<>();
    Graph graph = new Graph(Shape.image(3, 8, 8));
    graph.classify(graph.input().conv("conv", 4, 3, 1).relu().flatten("flat").dense("fc", 5));
    var net = graph.net(1);
    Path made = folder.resolve("made");
    ModelSerializer.writeModel(net, made.toFile(), true);
    kinds.put("nets", new Kind(".zip", Files.readAllBytes(made), NetFile::read));
    SafeTensorsWriter.write(made, StateDict.of(graph, net), Map.of("format", "pt"), Dtype.F32);
    kinds.put(
        "safetensors",
        new Kind(".safetensors", Files.readAllBytes(made), ReadersAreFuzzedTest::tensors));
    History history = History.parse(
        "epoch,lr,train_loss,train_acc1,val_loss,val_acc1,val_acc5,images_per_sec,seconds\n"
            + "1,0.1,1.5,0.5,1.25,0.5,0.75,100.0,2.0\n2,0.1,1.0,0.6,NaN,0.6,0.8,100.0,2.0\n");
    kinds.put(
        "histories",
        new Kind(
            ".csv",
            history.csv().getBytes(),
            file -> History.parse(new String(Files.readAllBytes(file)))));
    for (String format : List.of("png", "jpg", "gif", "bmp"))
      kinds.put(format, new Kind("." + format, picture(format), ImageFile::read));
    kinds.put("runs", new Kind("", "arch=lenet5\ndata=a\\nb\nepochs=3\n".getBytes(), file -> {
      Path run = Files.createDirectories(folder.resolve("run"));
      Files.copy(
          file, run.resolve("run.properties"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Trainer.facts(run);
    }));
    return kinds;
  }

  private static void tensors(Path file) throws IOException {
    try (SafeTensors tensors = SafeTensors.open(file)) {
      for (String name : new ArrayList<>(tensors.names())) tensors.read(name);
    }
  }

  private static byte[] picture(String format) throws IOException {
    var image = new java.awt.image.BufferedImage(24, 16, java.awt.image.BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 24 * 16; i++) image.setRGB(i % 24, i / 24, i * 2654435);
    var bytes = new java.io.ByteArrayOutputStream();
    javax.imageio.ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }
}
