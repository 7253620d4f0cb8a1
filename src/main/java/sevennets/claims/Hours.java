package sevennets.claims;

import java.util.Locale;

/**
 * Hours as a person would say them.
 *
 * <pre>{@code
 * String said = Hours.text(0.25);  // 15 minutes
 * }</pre>
 */
public final class Hours {
  private Hours() {}

  /** Seconds, minutes or hours, whichever reads best. */
  public static String text(double hours) {
    if (hours * 60 < 1.5) return String.format(Locale.ROOT, "%.0f seconds", 3600 * hours);
    return hours < 1
        ? String.format(Locale.ROOT, "%.0f minutes", 60 * hours)
        : String.format(Locale.ROOT, "%.1f hours", hours);
  }
}
