package sevennets.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which contenders are compared, and how carefully.
 *
 * <pre>{@code
 * Benchmark benchmark = new Benchmark(Set.of(Benchmark.Rival.STOCK), null, 2, 5, 1);
 * Workload step = Workload.of(Models.get("resnet20_cifar"), 32, Mode.TRAINING);
 * List<Run> runs = benchmark.run(List.of(step), done -> System.out.println(done.ours().median()));
 * }</pre>
 *
 * @param rivals beside ours
 * @param python one with PyTorch ({@link Torch}); null where it takes no part
 * @param threads of every contender
 * @param pairs how often each has its turn
 * @param sliceSeconds how long a turn lasts at least
 */
public record Benchmark(
    Set<Rival> rivals, Path python, int threads, int pairs, double sliceSeconds) {

  /** Whom we can be compared with. */
  public enum Rival {
    STOCK(Contender.STOCK),
    PYTORCH(Contender.PYTORCH, Contender.PYTORCH_CHANNELS_LAST),
    /** PyTorch's compiler, in both modes and both formats. */
    COMPILED(
        Contender.PYTORCH_COMPILED,
        Contender.PYTORCH_COMPILED_CHANNELS_LAST,
        Contender.PYTORCH_AUTOTUNED,
        Contender.PYTORCH_AUTOTUNED_CHANNELS_LAST);

    private final List<Contender> contenders;

    Rival(Contender... contenders) {
      this.contenders = List.of(contenders);
    }

    /** Whether a Python with PyTorch is needed for it. */
    public boolean isPyTorch() {
      return contenders.stream().anyMatch(Contender::isPyTorch);
    }
  }

  public Benchmark {
    rivals = Set.copyOf(rivals);
    if (threads < 1)
      throw new IllegalArgumentException("at least 1 thread is required, received " + threads);
    if (pairs < 1)
      throw new IllegalArgumentException("at least 1 pair of runs is required, received " + pairs);
    if (!(sliceSeconds > 0 && sliceSeconds < Double.POSITIVE_INFINITY))
      throw new IllegalArgumentException(
          "a turn lasts more than 0 seconds, received " + sliceSeconds);
    if (rivals.stream().anyMatch(Rival::isPyTorch) && python == null)
      throw new IllegalArgumentException(
          "the peers pytorch and compiled need a Python with PyTorch; received none");
  }

  /** Times every workload and tells of each as soon as it is done. */
  public List<Run> run(List<Workload> workloads, Consumer<Run> done) {
    Race race =
        new Race(new Peers(python, threads), contenders(), pairs, Pace.ofSlices(sliceSeconds));
    List<Run> runs = new ArrayList<>();
    for (Workload workload : workloads) {
      runs.add(race.run(workload));
      done.accept(runs.get(runs.size() - 1));
    }
    return runs;
  }

  /** Ours first. */
  List<Contender> contenders() {
    Stream<Contender> others = Stream.of(Rival.values())
        .filter(rivals::contains)
        .flatMap(rival -> rival.contenders.stream());
    return Stream.concat(Stream.of(Contender.OURS), others).toList();
  }
}
