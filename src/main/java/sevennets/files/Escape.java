package sevennets.files;

import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Words that are not ours (names of files, classes, runs and tensors, notes) on their way into each
 * notation: they come out as words, whatever they hold.
 *
 * <pre>{@code
 * String cell = "<td>" + Escape.html(photo.toString()) + "</td>";
 * }</pre>
 */
public final class Escape {
  /** Stands for what cannot be shown. */
  private static final char MARK = '\uFFFD';

  /** What LaTeX takes for a command. */
  private static final Map<Integer, String> LATEX = Map.ofEntries(
      latex('\\', "\\textbackslash{}"),
      latex('%', "\\%"),
      latex('_', "\\_"),
      latex('&', "\\&"),
      latex('#', "\\#"),
      latex('$', "\\$"),
      latex('{', "\\{"),
      latex('}', "\\}"),
      latex('~', "\\textasciitilde{}"),
      latex('^', "\\textasciicircum{}"),
      // Other signs in its old fonts.
      latex('<', "\\textless{}"),
      latex('>', "\\textgreater{}"),
      latex('|', "\\textbar{}"),
      // At the beginning of a table's row they would be an option of the row before.
      latex('[', "{[}"),
      latex('*', "{*}"));

  private static Map.Entry<Integer, String> latex(char c, String printed) {
    return Map.entry((int) c, printed);
  }

  private Escape() {}

  /** Text and quoted attributes of HTML, XML and SVG. */
  public static String html(String text) {
    return xmlCharacters(text)
        .replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }

  /** Without the characters that no XML file may hold in any spelling, such as ESC. */
  public static String xmlCharacters(String text) {
    return each(text, c -> c == '\n' || c == '\t' || c == '\r' || isXml(c) ? c : MARK);
  }

  private static boolean isXml(int c) {
    return c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF && !isC1(c);
  }

  /** The second set of control characters, which a terminal obeys too. */
  private static boolean isC1(int c) {
    return c >= 0x7F && c <= 0x9F;
  }

  /** One line of Markdown in which no mark means anything. */
  public static String markdown(String text) {
    return html(line(text)).replaceAll("([\\\\`*_\\[\\]()#!|~$])", "\\\\$1");
  }

  /** One line of LaTeX. */
  public static String latex(String text) {
    return line(text)
        .codePoints()
        .mapToObj(c -> LATEX.getOrDefault(c, Character.toString(c)))
        .collect(Collectors.joining())
        // Two hyphens are a dash.
        .replaceAll("-(?=-)", "-{}");
  }

  /**
   * A cell of CSV before it is quoted: a spreadsheet takes text that begins so for a formula, and
   * runs it. What a number begins with is left alone where it is a number.
   */
  public static String csv(String text) {
    String cell = each(text, c -> c == '\n' || isXml(c) ? c : MARK);
    boolean formula = !cell.isEmpty() && "=+-@\t".indexOf(cell.charAt(0)) >= 0;
    return formula && !cell.matches("[-+]?[0-9.]+([eE][-+]?[0-9]+)?") ? "'" + cell : cell;
  }

  /** One line on a terminal: nothing moves its cursor, rings its bell or changes its colours. */
  public static String terminal(String text) {
    return line(text);
  }

  /** One line of whatever is shown: a line's end and every control character as a mark. */
  private static String line(String text) {
    return each(
        text, c -> isXml(c) && c != '\u2028' && c != '\u2029' && !isDirection(c) ? c : MARK);
  }

  /** They let a file's name read backwards, so that its end seems to be another. */
  private static boolean isDirection(int c) {
    return c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
  }

  private static String each(String text, IntUnaryOperator change) {
    return text.codePoints()
        .map(change)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
