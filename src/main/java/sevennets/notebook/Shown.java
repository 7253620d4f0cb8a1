package sevennets.notebook;

import sevennets.plot.Figure;

/**
 * Something as a notebook shows it.
 *
 * @param html what a browser shows
 * @param text the same for a terminal, a search, a screen reader
 */
record Shown(String html, String text) {
  static Shown of(Figure figure) {
    return new Shown(figure.html(), figure.altText());
  }
}
