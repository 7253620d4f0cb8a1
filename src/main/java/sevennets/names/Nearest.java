package sevennets.names;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * What someone may have meant.
 *
 * <pre>{@code
 * String hint = Nearest.told(Models.names(), "resnet2O_cifar");  // names resnet20_cifar
 * }</pre>
 */
public final class Nearest {
  private Nearest() {}

  /**
   * All names that there are, those that are most like the one asked for first: those that only go
   * on where it ends, then by the letters that would have to be changed (Levenshtein). Large and
   * small letters are the same.
   */
  public static List<String> first(Collection<String> known, String asked) {
    String wanted = asked.toLowerCase(Locale.ROOT);
    Comparator<String> goesOn =
        Comparator.comparing(name -> !name.toLowerCase(Locale.ROOT).startsWith(wanted));
    return known.stream()
        .sorted(goesOn.thenComparing(name ->
            LevenshteinDistance.getDefaultInstance().apply(wanted, name.toLowerCase(Locale.ROOT))))
        .toList();
  }

  /**
   * All of a few names; of many, the most like it: a list of 74 nodes hides the one that was meant.
   */
  public static String told(Collection<String> known, String asked) {
    if (known.isEmpty()) return "there are none";
    return known.size() <= 3
        ? "there are " + String.join(", ", known)
        : "the nearest names are " + String.join(", ", three(known, asked));
  }

  /** The three most like it. */
  public static List<String> three(Collection<String> known, String asked) {
    return first(known, asked).stream().limit(3).toList();
  }
}
