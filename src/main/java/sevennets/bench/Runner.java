package sevennets.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.JsonNode;

/** A contender at its assignment. */
final class Runner implements AutoCloseable {
  private final Contender contender;
  private final Peer peer;
  private final Assignment assignment;
  private final List<Double> imagesPerSecond = new ArrayList<>();
  private final JsonNode loaded;
  private int steps = 1;

  Runner(Contender contender, Peer peer, Assignment assignment) {
    this.contender = contender;
    this.peer = peer;
    this.assignment = assignment;
    try {
      loaded = peer.ask(assignment.load(contender));
    } catch (RuntimeException failed) {
      peer.close();
      throw failed;
    }
  }

  Contender contender() {
    return contender;
  }

  /** Why it can take no part here, in a sentence. */
  Optional<String> obstacle() {
    return Optional.ofNullable(loaded.get("cannot")).map(JsonNode::asText);
  }

  /** N x classes, row by row. */
  float[] probabilities() throws IOException {
    Path file = assignment.file("probabilities-" + contender);
    peer.ask(Peer.request("outputs").put("file", file.toString()));
    return Floats.read(file);
  }

  /** Runs until things have settled, and finds out how many steps fill a slice. */
  void warmUp(Pace pace) {
    double latest = run(1).get("seconds").asDouble();
    for (double spent = latest; spent < pace.settles(contender); spent += latest)
      latest = run(1).get("seconds").asDouble();
    steps = (int) Math.max(1, Math.ceil(pace.sliceSeconds() / latest));
  }

  /** @return how many seconds it took */
  double takeTurn() {
    double seconds = run(steps).get("seconds").asDouble();
    imagesPerSecond.add(steps * assignment.workload().batch() / seconds);
    return seconds;
  }

  double lastImagesPerSecond() {
    return imagesPerSecond.get(imagesPerSecond.size() - 1);
  }

  Timing timing() {
    return new Timing(
        List.copyOf(imagesPerSecond),
        memory().get("peakBytes").asLong(),
        loaded.path("compileSeconds").asDouble());
  }

  JsonNode memory() {
    return peer.ask(Peer.request("memory"));
  }

  JsonNode run(int steps) {
    return peer.ask(Peer.request("run").put("steps", steps));
  }

  @Override
  public void close() {
    peer.close();
  }
}
