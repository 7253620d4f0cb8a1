package sevennets.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sevennets.bench.Benchmark.Rival;
import sevennets.bench.Contender;
import sevennets.bench.Learning;
import sevennets.bench.LearningRace;
import sevennets.bench.Torch;
import sevennets.data.Datasets;
import sevennets.data.FolderOptions;
import sevennets.data.Splits;
import sevennets.models.Models;
import sevennets.train.Recipe;
import sevennets.train.Recipes;

/** {@code ./lab bench to-accuracy}: seconds of training until a test accuracy is reached. */
@Command(
    name = "to-accuracy",
    mixinStandardHelpOptions = true,
    description =
        "Seconds of training until the test accuracy passes a mark, ours beside PyTorch's: same net, weights, recipe and images.")
final class BenchToAccuracy implements Callable<Integer> {
  @Parameters(paramLabel = "PERCENT", description = "The mark, such as 92.")
  private double mark;

  @Option(
      names = "--arch",
      split = ",",
      paramLabel = "NET",
      defaultValue =
          "alexnet_small,vgg11_small,googlenet_small,resnet20_cifar,densenet_small,seresnet20_cifar,efficientnet_small",
      description = "Nets to train, with commas between them (default: ${DEFAULT-VALUE}).")
  private List<String> archs;

  @Option(
      names = "--data",
      paramLabel = "DATASET",
      defaultValue = "fashion-mnist",
      description = "As for 'train' (default: ${DEFAULT-VALUE}).")
  private String data;

  @Option(
      names = "--recipe",
      paramLabel = "RECIPE",
      defaultValue = "quick",
      description = "How all sides train (default: ${DEFAULT-VALUE}).")
  private String recipe;

  @Option(names = "--epochs", paramLabel = "N", description = "Instead of the recipe's.")
  private Integer epochs;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "How often each net is trained (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "PEER",
      description =
          "Who trains beside us: pytorch, compiled; none by default. PyTorch is downloaded where it is missing.")
  private Set<Rival> peers = EnumSet.noneOf(Rival.class);

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description =
          "A Python that has PyTorch; else " + Torch.VARIABLE + ", .lab/peers, or the system's.")
  private Path python;

  @Spec
  private CommandSpec spec;

  @Override
  public Integer call() {
    if (!(mark > 0 && mark <= 100))
      throw new ParameterException(
          spec.commandLine(),
          "the mark is a test accuracy in per cent, above 0 and at most 100, such as 92; received "
              + mark);
    if (seeds < 1)
      throw new ParameterException(
          spec.commandLine(), "--seeds must be 1 or more, received " + seeds);
    int threads = Runtime.getRuntime().availableProcessors();
    Path torch = peers.stream().anyMatch(Rival::isPyTorch)
        ? Torch.findOrInstall(python, spec.commandLine().getErr())
        : null;
    LearningRace race = new LearningRace(peers, torch, threads);
    Splits splits = Datasets.load(data, FolderOptions.STRICT);
    for (String arch : archs)
      for (int seed = 1; seed <= seeds; seed++) race(race, arch, splits, recipe(seed));
    race.absent().values().stream().distinct().forEach(spec.commandLine().getErr()::println);
    return 0;
  }

  private Recipe recipe(int seed) {
    Recipe chosen = Recipes.get(recipe).withSeed(seed);
    return epochs == null ? chosen : chosen.withEpochs(epochs);
  }

  private void race(LearningRace race, String arch, Splits splits, Recipe chosen) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s on %s by %s, %d epochs, seed %d: seconds until %s%%%n",
        arch,
        data,
        recipe,
        chosen.epochs(),
        chosen.seed(),
        mark);
    out.flush();
    List<Learning> all = race.run(
        Models.get(arch)
            .withInput(
                splits.train().channels(),
                splits.train().height(),
                splits.train().width())
            .withClasses(splits.train().classes().size()),
        chosen,
        splits);
    all.forEach(one -> out.println(one.text(mark / 100)));
    ratio(all)
        .ifPresent(ratio -> out.printf(
            Locale.ROOT, "  PyTorch at its best / ours           %.2f times our seconds%n", ratio));
    out.flush();
  }

  /** Empty where one side never got there, or no rival ran. */
  private OptionalDouble ratio(List<Learning> all) {
    OptionalDouble ours = all.get(0).secondsTo(mark / 100);
    OptionalDouble theirs = all.stream()
        .filter(one -> one.contender() != Contender.OURS)
        .map(one -> one.secondsTo(mark / 100))
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .min();
    return ours.isPresent() && theirs.isPresent()
        ? OptionalDouble.of(theirs.getAsDouble() / ours.getAsDouble())
        : OptionalDouble.empty();
  }
}
