package sevennets.claims;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is claimed of one side of a contrast against the other, before anything is run. Of every
 * measure less is better.
 *
 * <pre>{@code
 * Claim shallower = Claim.MORE;  // its error is greater
 * Claim alike = Claim.equivalent(0.5);  // within half a point
 * }</pre>
 *
 * @param kind which way
 * @param margin the largest difference, in the unit of the measure, that still counts as none; 0
 *     where the kind has none
 */
public record Claim(Kind kind, double margin) {

  /** Which way a claim goes. */
  public enum Kind {
    LESS("less than"),
    MORE("more than"),
    EQUIVALENT("equivalent to"),
    NOT_WORSE("not worse than");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public static final Claim LESS = new Claim(Kind.LESS, 0);
  public static final Claim MORE = new Claim(Kind.MORE, 0);

  private static final Pattern TEXT =
      Pattern.compile("(LESS|MORE|(?:EQUIVALENT|NOT_WORSE)\\(([0-9.]+)\\))");

  public Claim {
    boolean needed = kind == Kind.EQUIVALENT || kind == Kind.NOT_WORSE;
    if (needed ? !(margin > 0) : margin != 0)
      throw new IllegalArgumentException("a claim '%s' needs a margin %s, received %s"
          .formatted(kind, needed ? "above 0" : "of 0", margin));
  }

  /** Within {@code margin} to either side. */
  public static Claim equivalent(double margin) {
    return new Claim(Kind.EQUIVALENT, margin);
  }

  /** Not more than {@code margin} above; how far below does not matter. */
  public static Claim notWorse(double margin) {
    return new Claim(Kind.NOT_WORSE, margin);
  }

  /** As a plan file has it: {@code LESS}, {@code EQUIVALENT(0.5)}. */
  public String text() {
    return margin == 0 ? kind.name() : "%s(%s)".formatted(kind.name(), margin);
  }

  /** Reads {@link #text}. */
  public static Claim parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches())
      throw new IllegalArgumentException(
          "a claim is LESS, MORE, EQUIVALENT(margin) or NOT_WORSE(margin), received '" + text
              + "'");
    return matcher.group(2) == null
        ? new Claim(Kind.valueOf(text), 0)
        : new Claim(
            Kind.valueOf(text.substring(0, text.indexOf('('))),
            Double.parseDouble(matcher.group(2)));
  }
}
