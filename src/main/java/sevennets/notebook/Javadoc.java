package sevennets.notebook;

import sevennets.files.Escape;

/**
 * A Javadoc comment as a notebook shows it: its words without its tags. The kernel's help is
 * compiled with a copy of this class, so it needs no other.
 *
 * <pre>{@code
 * String page = Javadoc.html(" * Shows {@code this} as HTML.\n");
 * }</pre>
 */
public final class Javadoc {
  private Javadoc() {}

  /** As plain text; empty where there is no comment. */
  public static String text(String comment) {
    if (comment == null) return "";
    return comment
        .replaceAll("\\{@(?:code|literal|link|linkplain|value)\\s+#?([^}]*)}", "$1")
        .replaceAll("(?m)^ ", "")
        .replace("<p>", "")
        .replaceAll("@param <?(\\w+)>? +", "$1: ")
        .replaceAll("@return +", "returns ")
        .replaceAll("@throws (\\w+) +", "throws $1 ")
        .replaceAll("</?[a-z]+>", "")
        .strip();
  }

  /** As HTML; empty where there is no comment. */
  public static String html(String comment) {
    String text = text(comment);
    return text.isEmpty() ? "" : "<p style=\"white-space: pre-line\">" + escaped(text) + "</p>";
  }

  /** For use between two tags. */
  public static String escaped(String text) {
    return Escape.html(text);
  }
}
