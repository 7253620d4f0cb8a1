package sevennets.reporting;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevennets.claims.Source;

/** A claim's paper as BibTeX, as far as its source names it: authors' surnames, year, preprint. */
final class Bibtex {

  private static final Pattern PAPER =
      Pattern.compile("(?<authors>.+?) (?<year>\\d{4})(, arXiv:(?<preprint>[0-9.]+))?");

  private Bibtex() {}

  /** An entry, or a comment where the source is no paper. */
  static String entry(Source source) {
    Matcher paper = PAPER.matcher(source.paper());
    if (!paper.matches()) return "% " + source.paper() + "\n";
    String authors = paper.group("authors").replace(", ", " and ");
    String first = authors.split(" ")[0].replaceAll("\\W", "").toLowerCase(Locale.ROOT);
    String preprint = paper.group("preprint");
    return """
        @misc{%s%s,
          author = {%s},
          year = {%s},
        %s  note = {%s}
        }
        """.formatted(
            first,
            paper.group("year"),
            authors.replace(" et al.", " and others"),
            paper.group("year"),
            preprint == null
                ? ""
                : "  eprint = {%s},\n  archivePrefix = {arXiv},\n".formatted(preprint),
            Latex.escaped(source.place()));
  }
}
