package sevennets.notebook;

import java.io.PrintStream;

/**
 * A screen where nothing is shown in the place of something else: each new text is a line, unless
 * it says what the last did.
 */
final class Lines implements Screen, Place {
  private final PrintStream out;
  private String last = "";

  Lines(PrintStream out) {
    this.out = out;
  }

  @Override
  public Place open() {
    return this;
  }

  @Override
  public void show(Shown shown) {
    if (!shown.text().equals(last)) out.println(shown.text());
    last = shown.text();
  }
}
