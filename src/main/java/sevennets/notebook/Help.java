package sevennets.notebook;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * What the Javadoc says of a class: of itself, and of each of its public methods. It is read from
 * the sources, which the library's jar holds in its folder {@code sources}.
 */
final class Help {
  /** A signature and its comment. */
  private record Entry(String signature, String comment) {}

  private final List<Entry> entries = new ArrayList<>();

  private Help() {}

  /** @throws IllegalArgumentException if the class is not one of this library */
  static Shown of(Class<?> type) {
    Class<?> outermost = type;
    while (outermost.getDeclaringClass() != null) outermost = outermost.getDeclaringClass();
    String source = source(outermost);
    Help help = new Help();
    help.read(source, type.getSimpleName());
    return help.shown();
  }

  private static String source(Class<?> type) {
    String name = "/sources/" + type.getName().replace('.', '/') + ".java";
    try (InputStream in = Help.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException(
            "help knows the classes of Seven Nets, as in Notebook.help(Conv.class); received "
                + type.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String source, String name) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("help needs a JDK, and this is a Java runtime only");
    }
    JavaFileObject file = new InMemory(source);
    JavacTask task =
        (JavacTask) compiler.getTask(null, null, message -> {}, null, null, List.of(file));
    DocTrees docs = DocTrees.instance(task);
    try {
      for (CompilationUnitTree unit : task.parse()) new Scanner(docs, name).scan(unit, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Shown shown() {
    return new Shown(
        entries.stream()
            .map(
                it -> "<pre>" + Javadoc.escaped(it.signature) + "</pre>" + Javadoc.html(it.comment))
            .collect(Collectors.joining("\n")),
        entries.stream()
            .map(it -> it.signature + "\n" + Javadoc.text(it.comment).indent(4))
            .collect(Collectors.joining("\n")));
  }

  /** Collects what is public of one class, in the order of the source. */
  private final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final String name;

    Scanner(DocTrees docs, String name) {
      this.docs = docs;
      this.name = name;
    }

    @Override
    public Void visitClass(ClassTree type, Void nothing) {
      if (!type.getSimpleName().contentEquals(name)) return super.visitClass(type, nothing);
      add(type.getKind().name().toLowerCase(Locale.ROOT) + " " + name, getCurrentPath());
      boolean open = type.getKind() == Tree.Kind.INTERFACE;
      for (Tree member : type.getMembers()) {
        if (member instanceof MethodTree method
            && (open || method.getModifiers().getFlags().contains(Modifier.PUBLIC))) {
          add(signature(method), new TreePath(getCurrentPath(), method));
        }
      }
      return null;
    }

    private String signature(MethodTree method) {
      String parameters = method.getParameters().stream()
          .map(parameter -> parameter.getType() + " " + parameter.getName())
          .collect(Collectors.joining(", "));
      String called = method.getReturnType() == null
          ? "new " + name
          : method.getReturnType() + " "
              + (method.getModifiers().getFlags().contains(Modifier.STATIC) ? name + "." : "")
              + method.getName();
      return called + "(" + parameters + ")";
    }

    private void add(String signature, TreePath path) {
      String comment = docs.getDocComment(path);
      if (comment != null || path.getLeaf() instanceof ClassTree) {
        entries.add(new Entry(signature, comment));
      }
    }
  }

  /** A source that is no file. */
  private static final class InMemory extends SimpleJavaFileObject {
    private final String source;

    InMemory(String source) {
      super(URI.create("memory:///Help.java"), Kind.SOURCE);
      this.source = source;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return source;
    }
  }
}
