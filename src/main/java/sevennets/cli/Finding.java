package sevennets.cli;

/**
 * One line of the {@link Doctor}'s report.
 *
 * <pre>{@code
 * Finding old = new Finding("Java", "11", "install a JDK of 17 or newer");
 * boolean fine = old.fine();  // false: there is something to mend
 * }</pre>
 *
 * @param subject what was looked at, such as "Java"
 * @param found what was seen there
 * @param mend what to do about it, or empty where all is well
 */
public record Finding(String subject, String found, String mend) {
  static Finding fine(String subject, String format, Object... values) {
    return new Finding(subject, format.formatted(values), "");
  }

  Finding orElse(boolean fine, String mend) {
    return fine ? this : new Finding(subject, found, mend);
  }

  public boolean fine() {
    return mend.isEmpty();
  }
}
