package sevennets.claims;

import java.util.Locale;
import java.util.Optional;

/**
 * A comparison that is planned before anything is run: {@code new Contrast("plain-56", "plain-20",
 * Claim.MORE)}.
 *
 * <pre>{@code
 * Contrast planned = new Contrast("plain-56", "plain-20", Claim.MORE).paper("+0.9");
 * }</pre>
 *
 * @param a the name of an arm or of a group of arms
 * @param b what it is compared with
 * @param claim what is claimed of a's measure against b's
 * @param measure by which, or empty for that of the ablation
 * @param paper what the paper measured, in its own figures; empty where it gives none
 */
public record Contrast(String a, String b, Claim claim, Optional<Measure> measure, String paper) {

  public Contrast(String a, String b, Claim claim) {
    this(a, b, claim, Optional.empty(), "");
  }

  /** By another measure than the ablation's. */
  public Contrast by(Measure measure) {
    return new Contrast(a, b, claim, Optional.of(measure), paper);
  }

  /** With the paper's own figures, as text. */
  public Contrast paper(String figures) {
    return new Contrast(a, b, claim, measure, figures);
  }

  /** As a sentence's beginning: {@code plain-56 more than plain-20}. */
  @Override
  public String toString() {
    return claim.margin() == 0
        ? "%s %s %s".formatted(a, claim.kind(), b)
        : String.format(Locale.ROOT, "%s %s %s within %s", a, claim.kind(), b, claim.margin());
  }
}
