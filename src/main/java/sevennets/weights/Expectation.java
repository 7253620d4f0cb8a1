package sevennets.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sevennets.weights.Preprocessing.Source;

/**
 * Which net a checkpoint is for and what it expects to be done to a photograph, as far as what lies
 * beside it, its file's name, its tensors' names and its user say. Where they don't, and a guess
 * could be wrong without anybody noticing, the user is asked.
 *
 * <pre>{@code
 * Expectation wanted = Expectation.of("resnet50", Path.of("resnet50.pth"), checkpoint.names(), null, false);
 * }</pre>
 *
 * @param arch the net
 * @param preprocessing of a photograph
 * @param note a sentence for the user where something was taken for granted; empty if nothing was
 */
public record Expectation(String arch, Preprocessing preprocessing, String note) {

  /**
   * Finds out.
   *
   * @param arch the net that the user named
   * @param file the checkpoint, or its folder
   * @param names of the checkpoint's tensors
   * @param source what the user said of who trained it: a {@link Source}, or a name of
   *     {@link Pretrained}; may be null
   * @param testSize whether photographs are looked at in the size that timm reports accuracy at
   * @throws IllegalArgumentException that asks what cannot be known
   */
  public static Expectation of(
      String arch, Path file, Collection<String> names, String source, boolean testSize)
      throws IOException {
    Optional<Pretrained> told = told(arch, source);
    if (told.isPresent())
      return new Expectation(
          sameNet(arch, told.get().arch(), source), of(told.get(), testSize), "");
    Optional<Path> config = TimmConfig.beside(file);
    if (source == null && config.isPresent()) {
      TimmConfig timm = TimmConfig.read(config.get());
      String its = timm.net();
      return new Expectation(
          its.isEmpty() ? arch : sameNet(arch, its, config.get().toString()),
          testSize ? timm.testPreprocessing() : timm.preprocessing(),
          "");
    }
    Optional<Pretrained> published = published(file);
    if (published.isPresent() && agrees(source, published.get()))
      return new Expectation(
          sameNet(arch, published.get().arch(), file.toString()),
          of(published.get(), testSize),
          "");
    return byTensors(arch, names, source, testSize);
  }

  /**
   * The net that timm's settings beside a checkpoint are of, where there are any and they say so.
   *
   * @param file the checkpoint, or its folder
   * @throws IllegalArgumentException if they can't be read
   */
  public static Optional<String> archBeside(Path file) throws IOException {
    Optional<Path> config = TimmConfig.beside(file);
    return config.isEmpty()
        ? Optional.empty()
        : Optional.of(TimmConfig.read(config.get()).net()).filter(net -> !net.isEmpty());
  }

  /** What the user names in full, by its tag alone, or by the name of a net that timm took over. */
  private static Optional<Pretrained> told(String arch, String source) {
    if (source == null || isSource(source)) return Optional.empty();
    if (source.contains(".")) return Optional.of(Pretrained.named(source));
    return Pretrained.of(arch).stream()
        .filter(one -> one.name().equalsIgnoreCase(arch + "." + source))
        .findFirst()
        .or(() -> Pretrained.of(source).stream().findFirst());
  }

  private static Optional<Pretrained> published(Path file) {
    Optional<Pretrained> byFile = Pretrained.byFileName(file.getFileName().toString());
    Path folder = file.toAbsolutePath().getParent();
    return byFile.isPresent() || folder == null || folder.getFileName() == null
        ? byFile
        : Pretrained.byFileName(folder.getFileName().toString());
  }

  private static boolean agrees(String source, Pretrained published) {
    if (source == null) return true;
    return switch (source(source)) {
      case TORCHVISION -> published.name().endsWith(".IMAGENET1K_V1");
      case TORCHVISION_V2 -> published.name().endsWith(".IMAGENET1K_V2");
      case TIMM -> !published.name().contains("IMAGENET1K") && !published.name().endsWith(".pip");
      case LITE -> published.name().endsWith(".pip");
    };
  }

  private static Preprocessing of(Pretrained weights, boolean testSize) {
    return testSize ? weights.testPreprocessing() : weights.preprocessing();
  }

  /** timm's EfficientNets from TensorFlow are other nets than its own, with the same tensors. */
  private static String sameNet(String asked, String its, String where) {
    if (asked == null || asked.equals(its) || its.equals("tf_" + asked)) return its;
    throw new IllegalArgumentException(
        "%s is a checkpoint of %s, received --arch %s".formatted(where, its, asked));
  }

  private static Expectation byTensors(
      String arch, Collection<String> names, String source, boolean testSize) {
    boolean efficientNet = arch.matches("efficientnet_b\\d");
    boolean timm = names.stream().anyMatch(name -> name.endsWith("conv_stem.weight"));
    boolean numbered = names.stream().anyMatch(name -> name.endsWith("_conv_stem.weight"));
    if (efficientNet && numbered) return ofTimm("tf_" + arch, testSize);
    if (efficientNet && timm)
      throw new IllegalArgumentException(
          "these weights are of timm's %s or of its tf_%s, which differ in padding and epsilon and can't be told apart by their tensors: say --source %s or --arch tf_%s"
              .formatted(
                  arch,
                  arch,
                  Pretrained.of(arch).stream()
                      .map(Pretrained::name)
                      .filter(name -> !name.contains("IMAGENET1K"))
                      .findFirst()
                      .orElse("NAME"),
                  arch));
    if (arch.startsWith("tf_efficientnet")) return ofTimm(arch, testSize);
    Source known = source == null ? Source.of(arch) : source(source);
    if (known == Source.TIMM) return ofTimm(arch, testSize);
    return new Expectation(
        arch, Preprocessing.of(known, arch), source == null ? taken(known, arch, testSize) : "");
  }

  /** Other weights of a net may expect something else, and nothing says that these don't. */
  private static String taken(Source known, String arch, boolean testSize) {
    Preprocessing own = Preprocessing.of(known, arch);
    List<String> others = Pretrained.of(arch).stream()
        .filter(one -> !of(one, testSize).equals(own))
        .map(Pretrained::name)
        .toList();
    return others.isEmpty()
        ? ""
        : "nothing says who trained these weights, so the preprocessing of %s is taken; --source NAME names another, such as %s"
            .formatted(known.name().toLowerCase(Locale.ROOT), String.join(", ", others));
  }

  /** timm's default weights of a net; other tags of it may expect something else. */
  private static Expectation ofTimm(String arch, boolean testSize) {
    List<Pretrained> tags = Pretrained.of(arch).stream()
        .filter(one -> !one.name().contains("IMAGENET1K"))
        .toList();
    if (tags.isEmpty()) return new Expectation(arch, Preprocessing.of(Source.TIMM, arch), "");
    Pretrained first = tags.stream()
        .filter(one -> one.name().equals(arch + ".in1k"))
        .findFirst()
        .orElse(tags.get(0));
    boolean alike = tags.stream().allMatch(one -> of(one, testSize).equals(of(first, testSize)));
    return new Expectation(
        arch,
        of(first, testSize),
        alike
            ? ""
            : "the preprocessing of %s is taken; --source NAME names another, of %s"
                .formatted(
                    first.name(),
                    String.join(", ", tags.stream().map(Pretrained::name).toList())));
  }

  private static String constant(String source) {
    return source.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static boolean isSource(String name) {
    return Stream.of(Source.values()).anyMatch(source -> source.name().equals(constant(name)));
  }

  private static Source source(String name) {
    if (!isSource(name))
      throw new IllegalArgumentException(
          "--source is torchvision, torchvision_v2, timm, lite, or a name of './lab weights list'; received "
              + name);
    return Source.valueOf(constant(name));
  }
}
