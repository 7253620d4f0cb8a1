package sevennets.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sevennets.ops.Shape;

/**
 * A family of nets: its members, and what their papers print of them.
 *
 * <pre>{@code
 * for (Family family : Models.families())
 *   for (Variant member : family.members())
 *     System.out.println(family.name() + ": " + member.name());
 * }</pre>
 *
 * @param name as charts name it
 * @param members in the order of the papers' tables
 * @param tables by a member's name, what its paper's table prints of each stage
 * @param errors on ImageNet's validation set
 */
public record Family(
    String name,
    List<Variant> members,
    Map<String, Map<String, String>> tables,
    List<PaperError> errors) {

  public Family {
    List<String> names = members.stream().map(Variant::name).toList();
    for (String printed : tables.keySet()) requireMember(name, names, printed);
    for (PaperError error : errors) requireMember(name, names, error.net());
  }

  private static void requireMember(String family, List<String> names, String net) {
    if (!names.contains(net))
      throw new IllegalStateException(
          "a figure of '%s' is printed, which is none of %s, the nets of %s"
              .formatted(net, names, family));
  }

  static Builder named(String name) {
    return new Builder(name);
  }

  /** Writes a family down, paper by paper. */
  static final class Builder {
    private final String name;
    private final List<Variant> members = new ArrayList<>();
    private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    private final List<PaperError> errors = new ArrayList<>();
    private String paper;
    private String table;

    private Builder(String name) {
      this.name = name;
    }

    /** The source of the members that follow: authors, year, arXiv number, table. */
    Builder of(String paper) {
      this.paper = paper;
      return this;
    }

    /** For ImageNet: 3 x 224 x 224, 1000 classes. */
    Builder imageNet(String net, Architecture architecture) {
      return imageNet(net, architecture, 224);
    }

    /** For ImageNet, with images of another size: 3 x size x size. */
    Builder imageNet(String net, Architecture architecture, int size) {
      members.add(new Variant(net, architecture, Shape.image(3, size, size), 1000, paper));
      return this;
    }

    /** For CIFAR-10, and for Fashion-MNIST with one channel: 3 x 32 x 32, 10 classes. */
    Builder small(String net, Architecture architecture) {
      members.add(new Variant(net, architecture, Shape.image(3, 32, 32), 10, paper));
      return this;
    }

    /** What the paper's table prints of a member: stage and text in turn. */
    Builder stages(String net, String... stagesAndTexts) {
      return stages(net, rows(stagesAndTexts));
    }

    Builder stages(String net, Map<String, String> rows) {
      tables.put(net, rows);
      return this;
    }

    /** The source of the errors that follow: the paper and its table. */
    Builder errorsOf(String table) {
      this.table = table;
      return this;
    }

    /**
     * Percent, from the middle of each photograph; NaN where the paper does not print it.
     *
     * @param label the net's short name within its family
     */
    Builder oneCrop(String net, String label, double top1, double top5) {
      errors.add(new PaperError(net, name, label, 1, top1, top5, table));
      return this;
    }

    /** Percent, averaged over the corners and the middle and their mirror images. */
    Builder tenCrops(String net, String label, double top1, double top5) {
      errors.add(new PaperError(net, name, label, 10, top1, top5, table));
      return this;
    }

    Family build() {
      return new Family(name, List.copyOf(members), tables, List.copyOf(errors));
    }
  }

  /** A table's rows from stage and text in turn. */
  static Map<String, String> rows(String... stagesAndTexts) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (int i = 0; i < stagesAndTexts.length; i += 2)
      rows.put(stagesAndTexts[i], stagesAndTexts[i + 1]);
    return rows;
  }
}
