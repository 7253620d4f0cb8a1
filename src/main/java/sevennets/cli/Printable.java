package sevennets.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * A terminal that names of files, classes and tensors can be printed on: what would move its
 * cursor, ring its bell or change its colours is shown as a mark. Lines still end, and a line of
 * progress goes back to its beginning.
 */
final class Printable extends Writer {
  private static final char MARK = '?';

  private final PrintStream out;

  private Printable(PrintStream out) {
    this.out = out;
  }

  static PrintWriter on(PrintStream out) {
    return new PrintWriter(new Printable(out), true);
  }

  @Override
  public void write(char[] text, int offset, int length) {
    StringBuilder shown = new StringBuilder(length);
    for (int i = offset; i < offset + length; i++) {
      char c = text[i];
      boolean obeyed = Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
      shown.append(obeyed ? MARK : c);
    }
    out.print(shown);
  }

  @Override
  public void flush() {
    out.flush();
  }

  /** Standard output stays open for whoever comes next. */
  @Override
  public void close() {
    flush();
  }
}
