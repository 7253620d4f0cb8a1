package sevennets.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.shade.jackson.databind.JsonNode;
import sevennets.bench.Benchmark.Rival;
import sevennets.data.Splits;
import sevennets.graph.Graph;
import sevennets.models.Variant;
import sevennets.train.History;
import sevennets.train.Progress;
import sevennets.train.Recipe;
import sevennets.train.Trainer;

/**
 * The way to a trained net, ours and PyTorch's: the same net from the same weights, by the same
 * recipe, on the same images, which each side shuffles and augments by chance of its own. They take
 * turns epoch by epoch, so that whatever else the machine does falls on all alike.
 *
 * <pre>{@code
 * LearningRace race = new LearningRace(Set.of(), null, 2);  // ours alone
 * List<Learning> outcome = race.run(Models.get("lenet5"), Recipes.get("quick"), FashionMnist.load());
 * double seconds = outcome.get(0).secondsTo(0.9).orElseThrow();
 * }</pre>
 */
public final class LearningRace {
  private final List<Contender> rivals;
  private final Peers peers;
  private final Map<Contender, String> absent = new EnumMap<>(Contender.class);

  /**
   * @param rivals of PyTorch's
   * @param python one with PyTorch; null where there are no rivals
   * @param threads of every rival
   */
  public LearningRace(Set<Rival> rivals, Path python, int threads) {
    if (rivals.contains(Rival.STOCK))
      throw new IllegalArgumentException(
          "only PyTorch learns beside us: pytorch or compiled; Deeplearning4j's own layers have no training loop of ours");
    Benchmark checked = new Benchmark(rivals, python, threads, 1, 1);
    this.rivals = checked.contenders().stream().filter(Contender::isPyTorch).toList();
    peers = new Peers(python, threads);
  }

  /** Who could take no part in the races so far, and why, in a sentence. */
  public Map<Contender, String> absent() {
    return Map.copyOf(absent);
  }

  /**
   * Trains from the recipe's first epoch to its last.
   *
   * @return ours first
   * @throws IllegalArgumentException if there are rivals and the recipe asks for what they don't
   *     know
   */
  public List<Learning> run(Variant net, Recipe recipe, Splits data) {
    Graph graph = net.graph();
    ComputationGraph ours = graph.net(recipe.seed());
    try (Scratch scratch = Scratch.create()) {
      Learners learners = new Learners();
      try {
        if (!rivals.isEmpty()) learners.start(new Lesson(graph, ours, recipe, data, scratch));
        // The test images judge each epoch, which no training may choose by: this one chooses
        // nothing.
        History history = new Trainer(ours, recipe).listen(learners).fit(data.train(), data.test());
        return learners.learned(ours(history, data.train().size(), recipe.batchSize()));
      } finally {
        learners.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't write what PyTorch is to learn from", e);
    }
  }

  private static Learning ours(History history, int images, int batch) {
    int trained = Math.min(images, Math.max(1, images / batch) * batch);
    return new Learning(
        Contender.OURS,
        history.epochs().stream()
            .map(epoch -> new Learning.Epoch(trained / epoch.imagesPerSec(), epoch.valAcc1()))
            .toList(),
        0);
  }

  /** PyTorch's side: an epoch of each whenever one of ours has ended. */
  private final class Learners implements Progress {
    private final Map<Contender, Peer> running = new EnumMap<>(Contender.class);
    private final Map<Contender, List<Learning.Epoch>> epochs = new EnumMap<>(Contender.class);
    private final Map<Contender, Double> compiling = new EnumMap<>(Contender.class);

    void start(Lesson lesson) {
      for (Contender rival : rivals) {
        if (absent.containsKey(rival)) continue;
        Peer peer = peers.start(rival);
        running.put(rival, peer);
        JsonNode reply = peer.ask(lesson.request(rival, peers.threads()));
        if (reply.has("cannot")) {
          absent.put(rival, reply.get("cannot").asText());
          running.remove(rival).close();
          continue;
        }
        epochs.put(rival, new ArrayList<>());
        compiling.put(rival, reply.path("compileSeconds").asDouble());
      }
    }

    @Override
    public void epochEnded(History history) {
      running.forEach((rival, peer) -> {
        JsonNode reply = peer.ask(Peer.request("epoch"));
        epochs
            .get(rival)
            .add(new Learning.Epoch(
                reply.get("seconds").asDouble(), reply.get("accuracy").asDouble()));
      });
    }

    List<Learning> learned(Learning ours) {
      List<Learning> all = new ArrayList<>(List.of(ours));
      epochs.forEach((rival, course) -> all.add(new Learning(rival, course, compiling.get(rival))));
      return all;
    }

    void close() {
      running.values().forEach(Peer::close);
    }
  }
}
