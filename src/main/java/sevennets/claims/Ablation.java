package sevennets.claims;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sevennets.train.Recipe;

/**
 * A claim of a paper, put to the test.
 *
 * <pre>{@code
 * Ablation degradation = Ablations.get("resnet-depth");
 * System.out.println(degradation.claim() + " " + degradation.source());
 * }</pre>
 *
 * @param name by which {@link Ablations} and the command line know it
 * @param claim in one sentence
 * @param source where the paper makes it
 * @param heldEqual what is the same for all arms
 * @param measure what they are compared by, where a contrast names no other
 * @param arms what is trained
 * @param contrasts which of them are compared, and what is claimed, all of it before anything is
 *     run
 * @param design of profile {@code quick}
 * @param tuning of each arm's learning rate before the runs that count; empty for none
 * @param limits what this size can't show, for a reader who looks for it here; may be empty
 */
public record Ablation(
    String name,
    String claim,
    Source source,
    String heldEqual,
    Measure measure,
    List<Arm> arms,
    List<Contrast> contrasts,
    Design design,
    Optional<Tuning> tuning,
    String limits) {

  /**
   * Where results are kept unless another place is named: with the runs of the project's folder.
   * Not in {@code .lab}, which anyone may delete: a store can hold nights of training.
   */
  public static final Path STORE = Path.of("runs", "ablations");

  /**
   * A claim at the usual size, whose contrasts are still to be named
   * ({@link #contrasts(Contrast...)}).
   *
   * @param epochs passes over 5,500 images
   */
  public Ablation(
      String name,
      String claim,
      Source source,
      String heldEqual,
      Measure measure,
      int epochs,
      List<Arm> arms) {
    this(
        name,
        claim,
        source,
        heldEqual,
        measure,
        arms,
        List.of(),
        Design.of(epochs),
        Optional.empty(),
        "");
  }

  public Ablation {
    if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,99}"))
      throw new IllegalArgumentException(
          "an ablation's name is letters, digits, spaces, dots, dashes and underscores, at most 100, because its folder is called so; received '%s'"
              .formatted(name));
    arms = List.copyOf(arms);
    contrasts = List.copyOf(contrasts);
    if (arms.size() < 2)
      throw new IllegalArgumentException(
          "an ablation compares at least two arms, received " + arms.size() + " in '" + name + "'");
    Set<String> names = new HashSet<>();
    for (Arm arm : arms)
      if (!names.add(arm.name()))
        throw new IllegalArgumentException(
            "two arms of '" + name + "' are called '" + arm.name() + "'");
    Set<String> sides = arms.stream()
        .flatMap(arm -> Stream.of(arm.name(), arm.group()))
        .collect(Collectors.toSet());
    for (Contrast contrast : contrasts)
      if (!sides.containsAll(List.of(contrast.a(), contrast.b()))
          || contrast.a().equals(contrast.b()))
        throw new IllegalArgumentException(
            "a contrast of '%s' compares two of its arms or groups, %s; received '%s' and '%s'"
                .formatted(name, sides, contrast.a(), contrast.b()));
    for (Contrast contrast : contrasts)
      for (String side : List.of(contrast.a(), contrast.b()))
        requireMeasureOf(side, side(arms, side).size(), contrast.measure().orElse(measure));
  }

  private static void requireMeasureOf(String side, int arms, Measure measure) {
    if (arms > 1 && !measure.isOfGroups())
      throw new IllegalArgumentException(
          "'%s' is a group of %d arms, and '%s' compares one arm with one; name an arm, or measure by Measure.errorByParameters() or Measure.largestRate(level)"
              .formatted(side, arms, measure.title()));
  }

  /** With the comparisons that are planned. */
  public Ablation contrasts(Contrast... planned) {
    return with(List.of(planned), design, tuning, limits);
  }

  /** With a search for each arm's learning rate before the runs that count. */
  public Ablation tuned(Tuning search) {
    return with(contrasts, design, Optional.of(search), limits);
  }

  /** With what this size can't show, in a sentence. */
  public Ablation limits(String sentence) {
    return with(contrasts, design, tuning, sentence);
  }

  /** On so many training images. */
  public Ablation images(int images) {
    Design s = design;
    return at(new Design(images, s.epochs(), s.batch(), s.seeds(), s.changes(), s.falling()));
  }

  /** In batches of this many images, every rate scaled in proportion. */
  public Ablation batch(int batch) {
    Design s = design;
    return at(new Design(s.images(), s.epochs(), batch, s.seeds(), s.changes(), s.falling()));
  }

  /** With so many runs of each arm. */
  public Ablation seeds(int seeds) {
    Design s = design;
    return at(new Design(s.images(), s.epochs(), s.batch(), seeds, s.changes(), s.falling()));
  }

  /** On changed images, such as {@code distorted:}. */
  public Ablation on(String changes) {
    Design s = design;
    return at(new Design(s.images(), s.epochs(), s.batch(), s.seeds(), changes, s.falling()));
  }

  /** Converged where the training loss falls by no more than this share in the last fifth. */
  public Ablation falling(double share) {
    Design s = design;
    return at(new Design(s.images(), s.epochs(), s.batch(), s.seeds(), s.changes(), share));
  }

  /** On square images of another side, in pixels, for every arm. */
  public Ablation size(int pixels) {
    return each(arm -> arm.size(pixels));
  }

  /** With a change of every arm's recipe, after the arm's own. */
  public Ablation recipe(UnaryOperator<Recipe> change) {
    return each(arm -> arm.recipe(recipe -> change.apply(arm.recipe().apply(recipe))));
  }

  private Ablation each(UnaryOperator<Arm> change) {
    return new Ablation(
        name,
        claim,
        source,
        heldEqual,
        measure,
        arms.stream().map(change).toList(),
        contrasts,
        design,
        tuning,
        limits);
  }

  private Ablation at(Design design) {
    return with(contrasts, design, tuning, limits);
  }

  private Ablation with(
      List<Contrast> contrasts, Design design, Optional<Tuning> tuning, String limits) {
    return new Ablation(
        name, claim, source, heldEqual, measure, arms, contrasts, design, tuning, limits);
  }

  /** What a sweep may cost in a profile. */
  public Budget budget(String profile) {
    Budget plain = Budget.of(profile), budget = plain.withData(design.changes() + plain.data());
    return switch (profile) {
      case "quick" ->
        budget
            .withImages(design.images())
            .withEpochs(design.epochs())
            .withBatch(design.batch())
            .withSeeds(design.seeds());
      default -> budget;
    };
  }

  /** The arms on one side of a contrast: those of a group, or the arm of that name. */
  public List<Arm> side(String name) {
    return side(arms, name);
  }

  private static List<Arm> side(List<Arm> arms, String name) {
    List<Arm> group = arms.stream().filter(arm -> arm.group().equals(name)).toList();
    return group.isEmpty()
        ? arms.stream().filter(arm -> arm.name().equals(name)).toList()
        : group;
  }

  /** What a contrast is measured by. */
  public Measure measure(Contrast contrast) {
    return contrast.measure().orElse(measure);
  }

  /** All measures, the ablation's first. */
  public List<Measure> measures() {
    List<Measure> all = new ArrayList<>(List.of(measure));
    contrasts.stream()
        .flatMap(contrast -> contrast.measure().stream())
        .filter(m -> all.stream().noneMatch(known -> known.title().equals(m.title())))
        .forEach(all::add);
    return all;
  }
}
