package sevennets.kernel;

import java.util.ArrayList;
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

/** Says what is wrong with a reader's code in terms of it. */
final class Errors {
  /** As JShell names what a piece of code lacks: {@code method residual(Node,int)}. */
  private static final Pattern LACKING = Pattern.compile("(?:method|variable|class) (\\w+).*");

  private static final Pattern DECLARED =
      Pattern.compile("(?:(?:class|record|interface|enum)\\s+(\\w+)|(\\w+)\\s*\\()");

  private static final Pattern UNKNOWN_TYPE =
      Pattern.compile("symbol:\\s+(?:class|variable) ([A-Z]\\w*)");

  private final JShell shell;

  /** Names whose last definition does not compile. */
  private final Set<String> rejected = new HashSet<>();

  Errors(JShell shell) {
    this.shell = shell;
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
    return rejected.contains(name) && !isDefined(name)
        ? "`%s` needs `%s`, which does not compile: mend its cell and run it again"
            .formatted(user, name)
        : "`%s` needs `%s`, which is not there: run the cell that defines it".formatted(user, name);
  }

  private boolean isDefined(String name) {
    return shell
        .snippets()
        .anyMatch(snippet -> snippet instanceof DeclarationSnippet declaration
            && declaration.name().equals(name)
            && shell.status(snippet) == Snippet.Status.VALID);
  }

  /** For each type that a piece of code doesn't know, where it is to be had. */
  List<String> advice(Snippet snippet) {
    Set<String> unknown = new LinkedHashSet<>();
    shell.diagnostics(snippet).forEach(diagnostic -> {
      Matcher type = UNKNOWN_TYPE.matcher(diagnostic.getMessage(Locale.ROOT));
      if (type.find()) unknown.add(type.group(1));
    });
    List<String> advice = new ArrayList<>();
    for (String name : unknown) {
      List<String> found =
          shell.sourceCodeAnalysis().listQualifiedNames(name, name.length()).getNames().stream()
              .filter(it -> !it.startsWith("org.dflib."))
              .toList();
      if (found.stream().anyMatch(it -> it.startsWith("sevennets."))) {
        advice.add("`%s` is one of Seven Nets: run the notebook's first cell".formatted(name));
      } else if (!found.isEmpty()) {
        advice.add("`%s` must be imported: ".formatted(name)
            + found.stream()
                .limit(3)
                .map(it -> "import " + it + ";")
                .collect(Collectors.joining(" or ")));
      }
    }
    return advice;
  }
}
