package sevennets.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.VarSnippet;

/** Says what is wrong with a reader's code in terms of it. */
final class Errors {
  /** As JShell names what a piece of code lacks: {@code method residual(Node,int)}. */
  private static final Pattern LACKING = Pattern.compile("(?:method|variable|class) (\\w+).*");

  /** A type; or a method, whose parameters a brace follows. */
  private static final Pattern DECLARED =
      Pattern.compile("(?:class|record|interface|enum)\\s+(\\w+)"
          + "|(?<!\\bnew)[\\w>\\]]\\s+(\\w+)\\s*\\([^()]*\\)\\s*(?:throws[\\w\\s.,]+)?\\{");

  private static final Pattern UNKNOWN_TYPE =
      Pattern.compile("symbol:\\s+(?:class|variable) ([A-Z]\\w*)");

  /** What a piece of code calls by a name that nothing there has. */
  private static final Pattern UNKNOWN_MEMBER =
      Pattern.compile("symbol:\\s+(?:method|variable) (\\w+)");

  private final JShell shell;

  /** Names whose last definition does not compile. */
  private final Set<String> rejected = new HashSet<>();

  Errors(JShell shell) {
    this.shell = shell;
  }

  /**
   * The compiler's words about a cell without what they say twice: of a name that is unknown, only
   * its first place. A place and what is said of it stand together, an empty line after them.
   */
  static List<String> once(List<String> lines) {
    List<String> kept = new ArrayList<>(), block = new ArrayList<>();
    Set<String> said = new HashSet<>();
    for (String line : lines) {
      block.add(line);
      if (!plain(line).isBlank()) continue;
      if (said.add(words(block))) kept.addAll(block);
      block.clear();
    }
    if (said.add(words(block))) kept.addAll(block);
    return kept;
  }

  private static String words(List<String> block) {
    return block.stream()
        .map(Errors::plain)
        .filter(line -> !line.startsWith("|"))
        .collect(Collectors.joining("\n"));
  }

  private static String plain(String line) {
    return line.replaceAll("\u001b\\[[\\d;]*m", "");
  }

  /** Takes note of a piece of code that does not compile. */
  void rejected(Snippet snippet) {
    declaredName(snippet).ifPresent(rejected::add);
  }

  private static Optional<String> declaredName(Snippet snippet) {
    if (snippet instanceof DeclarationSnippet declaration) return Optional.of(declaration.name());
    Matcher name = DECLARED.matcher(snippet.source());
    return name.find()
        ? Optional.of(name.group(1) == null ? name.group(2) : name.group(1))
        : Optional.empty();
  }

  /** Why a piece of code could not run, though it compiled when it was written. */
  String sentence(DeclarationSnippet snippet) {
    Set<String> lacking = new LinkedHashSet<>();
    shell.unresolvedDependencies(snippet).forEach(dependency -> {
      Matcher name = LACKING.matcher(dependency);
      if (name.matches()) lacking.add(name.group(1));
    });
    return lacking.isEmpty()
        ? "`%s` does not compile, mend its cell and run it again: %s"
            .formatted(snippet.name(), firstFault(snippet))
        : lacking.stream()
            .map(name -> sentence(snippet.name(), name))
            .collect(Collectors.joining("\n"));
  }

  /**
   * JShell takes a method whose body does not compile without a word, and fails when it is called.
   */
  private String firstFault(DeclarationSnippet snippet) {
    return shell
        .diagnostics(snippet)
        .findFirst()
        .map(fault -> fault.getMessage(Locale.ROOT).replaceAll("\\s*\\n\\s*", " "))
        .orElse("its cause is not known");
  }

  private String sentence(String user, String name) {
    if (isRejected(name))
      return "`%s` needs `%s`, which does not compile: mend its cell and run it again"
          .formatted(user, name);
    return place(name)
        .or(() -> near(name, 0, name))
        .map(advice -> "`%s` needs `%s`. %s".formatted(user, name, advice))
        .orElse("`%s` needs `%s`, which is not there: run the cell that defines it"
            .formatted(user, name));
  }

  /**
   * A line for each variable that is null and that a cell names: Java keeps one so whose cell threw
   * or was stopped before it had a value.
   */
  String nulls(String cell) {
    Set<String> named = new HashSet<>(List.of(cell.split("\\W+")));
    return shell
        .variables()
        .filter(variable -> named.contains(variable.name()) && isNull(variable))
        .map(variable ->
            "\n`%s` is null. If a cell was to give it a value, that cell has failed or was stopped: run it again"
                .formatted(variable.name()))
        .distinct()
        .collect(Collectors.joining());
  }

  private boolean isNull(VarSnippet variable) {
    boolean isPrimitive = Character.isLowerCase(variable.typeName().charAt(0))
        && !variable.typeName().matches(".*[.\\[].*");
    return !isPrimitive
        && shell.status(variable) == Snippet.Status.VALID
        && shell.varValue(variable).equals("null");
  }

  /** Whether its last definition does not compile, and no other is there. */
  private boolean isRejected(String name) {
    return rejected.contains(name) && !isDefined(name);
  }

  private boolean isDefined(String name) {
    return shell
        .snippets()
        .anyMatch(snippet -> snippet instanceof DeclarationSnippet declaration
            && declaration.name().equals(name)
            && shell.status(snippet) == Snippet.Status.VALID);
  }

  /**
   * For each name that a piece of code doesn't know, where it is to be had, or what may be meant.
   */
  List<String> advice(Snippet snippet) {
    List<String> advice = imports(snippet);
    Set<String> misspelt = new LinkedHashSet<>();
    shell.diagnostics(snippet).forEach(diagnostic -> {
      Matcher member = UNKNOWN_MEMBER.matcher(diagnostic.getMessage(Locale.ROOT));
      if (!member.find()) return;
      String source = snippet.source(), name = member.group(1);
      int at = source.indexOf(name, (int) Math.max(0, diagnostic.getStartPosition()));
      if (isRejected(name)) {
        misspelt.add("`%s` does not compile: mend its cell and run it again".formatted(name));
      } else if (at >= 0) {
        near(source, at, name).ifPresent(misspelt::add);
      }
    });
    advice.addAll(misspelt);
    return advice;
  }

  /** The names that JShell would offer at that place and that are the nearest to one. */
  private Optional<String> near(String source, int at, String name) {
    List<String> near =
        shell.sourceCodeAnalysis().completionSuggestions(source, at, new int[1]).stream()
            .map(it -> it.continuation().replaceAll("\\W.*", ""))
            .filter(it -> !it.isEmpty()
                && !it.equals(name)
                && Distance.between(it, name) <= Math.max(1, name.length() / 3))
            .distinct()
            .sorted(Comparator.comparingInt((String it) -> Distance.between(it, name))
                .thenComparing(it -> it.charAt(0) != name.charAt(0))
                .thenComparing(it -> it))
            .limit(3)
            .map("`%s`"::formatted)
            .toList();
    return near.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "`%s` is not there; did you mean %s?".formatted(name, String.join(" or ", near)));
  }

  private List<String> imports(Snippet snippet) {
    Set<String> unknown = new LinkedHashSet<>();
    shell.diagnostics(snippet).forEach(diagnostic -> {
      Matcher type = UNKNOWN_TYPE.matcher(diagnostic.getMessage(Locale.ROOT));
      if (type.find()) unknown.add(type.group(1));
    });
    List<String> advice = new ArrayList<>();
    for (String name : unknown) {
      if (isRejected(name)) {
        advice.add("`%s` does not compile: mend its cell and run it again".formatted(name));
      } else {
        place(name).ifPresent(advice::add);
      }
    }
    return advice;
  }

  /** Where a type is to be had that a piece of code names without an import. */
  private Optional<String> place(String name) {
    List<String> found =
        shell.sourceCodeAnalysis().listQualifiedNames(name, name.length()).getNames().stream()
            .filter(it -> !it.startsWith("org.dflib."))
            .toList();
    if (found.stream().anyMatch(it -> it.startsWith("sevennets."))) {
      return Optional.of(
          "`%s` is one of Seven Nets: run the notebook's first cell".formatted(name));
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of("`%s` must be imported: ".formatted(name)
            + found.stream()
                .limit(3)
                .map(it -> "import " + it + ";")
                .collect(Collectors.joining(" or ")));
  }
}
