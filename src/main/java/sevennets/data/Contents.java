package sevennets.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import sevennets.data.delivery.Sha256;
import sevennets.files.DataException;

/**
 * What a run was trained on: if a class is renamed or an image added, labels mean something else,
 * and images that were learned from come into the test.
 *
 * <pre>{@code
 * String sum = Contents.of(data).sha256();  // of the images' own bytes and labels, not of their order on disk
 * }</pre>
 *
 * @param classes their names, by label
 * @param images of the training, the validation and the test part
 * @param sha256 over the label and the name of every image, part by part
 */
public record Contents(List<String> classes, List<Integer> images, String sha256) {
  private static final String IMAGES = "images";
  private static final String SUM = "images.sha256";

  public static Contents of(Splits splits) {
    MessageDigest sum = Sha256.digest();
    List<Integer> images = new ArrayList<>();
    for (Dataset part : List.of(splits.train(), splits.validation(), splits.test())) {
      images.add(part.size());
      add(part, sum);
      sum.update((byte) 0);
    }
    return new Contents(splits.train().classes(), images, HexFormat.of().formatHex(sum.digest()));
  }

  /** The sum over the label and the name of every image of one part. */
  public static String sum(Dataset part) {
    MessageDigest sum = Sha256.digest();
    add(part, sum);
    return HexFormat.of().formatHex(sum.digest());
  }

  private static void add(Dataset part, MessageDigest sum) {
    for (int i = 0; i < part.size(); i++) {
      sum.update(
          "%d %s\n".formatted(part.label(i), part.identity(i)).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What a run's folder says of it beside the classes' names: counts and sum. */
  public Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(IMAGES, images.toString());
    facts.put(SUM, sha256);
    return facts;
  }

  /**
   * Refuses to go on with a run that was begun with other images, or to judge it by them: where
   * parts are drawn, one image more draws them anew.
   *
   * @param before the names of the run's classes, by label
   * @param facts those of the run; one that is older than this record is let through
   * @param instead what else the user may do, after "bring them back, or"
   * @throws DataException that says what has changed
   */
  public void requireAsBegun(
      List<String> before, Map<String, String> facts, Path run, String instead) {
    if (!facts.containsKey(SUM)) {
      return;
    }
    if (!before.equals(classes)) {
      throw new DataException(
          "the classes are other than when the run in %s began: gone are %s, new are %s; bring them back, or %s"
              .formatted(run, without(before, classes), without(classes, before), instead));
    }
    if (!facts.get(SUM).equals(sha256)) {
      throw new DataException(
          "the images are other than when the run in %s began: training, validation and test had %s of them and have %s; bring them back, or %s"
              .formatted(run, facts.get(IMAGES), images, instead));
    }
  }

  private static TreeSet<String> without(List<String> names, List<String> others) {
    TreeSet<String> rest = new TreeSet<>(names);
    others.forEach(rest::remove);
    return rest;
  }
}
