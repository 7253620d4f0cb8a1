package sevennets.kernel;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import sevennets.notebook.Javadoc;

/**
 * Signature and Javadoc of what stands at the cursor. JShell reads Javadoc from sources, and looks
 * for those of Java itself only; the library brings its own in its jar, in the folder
 * {@code sources}.
 */
final class Help {
  /** How JShell's tests name other sources; there is no public way. */
  private static final String OVERRIDE = "availableSourcesOverride";

  private final SourceCodeAnalysis analysis;

  Help(JShell shell, String classpath) {
    analysis = shell.sourceCodeAnalysis();
    try {
      Field sources = analysis.getClass().getDeclaredField(OVERRIDE);
      sources.setAccessible(true);
      sources.set(analysis, sources(classpath));
    } catch (ReflectiveOperationException | IOException | RuntimeException unavailable) {
      // Another Java: signatures are shown all the same, and Notebook.help has the rest.
    }
  }

  private static List<Path> sources(String classpath) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String entry : classpath.split(File.pathSeparator)) {
      Path file = Path.of(entry);
      if (!file.getFileName().toString().startsWith("sevennets-")) continue;
      Path folder = FileSystems.newFileSystem(file).getPath("sources");
      if (Files.isDirectory(folder)) sources.add(folder);
    }
    Path java = Path.of(System.getProperty("java.home"), "lib", "src.zip");
    if (Files.isReadable(java)) sources.add(java);
    return sources;
  }

  /** Null where there is nothing to say. */
  DisplayData at(String code, int cursor) {
    List<SourceCodeAnalysis.Documentation> found = found(code, cursor);
    if (found.isEmpty()) return null;
    DisplayData shown = new DisplayData(found.stream()
        .map(it -> signature(it) + "\n" + Javadoc.text(it.javadoc()))
        .collect(Collectors.joining("\n\n")));
    shown.putHTML(found.stream()
        .map(it -> "<pre>" + Javadoc.escaped(signature(it)) + "</pre>" + Javadoc.html(it.javadoc()))
        .collect(Collectors.joining("<hr>")));
    return shown;
  }

  /** Java 25 tells a record's components with its name: {@code Conv(int filters, ...).of(...)}. */
  private static String signature(SourceCodeAnalysis.Documentation of) {
    return of.signature().replaceAll("(\\w)\\([^()]*\\)\\.(?=\\w+\\()", "$1.");
  }

  /**
   * Of the name at the cursor; or, where there is none, as between the brackets of a call that is
   * being written, of that call.
   */
  private List<SourceCodeAnalysis.Documentation> found(String code, int cursor) {
    int end = cursor;
    while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) end++;
    int bracket = end;
    while (bracket < code.length() && Character.isWhitespace(code.charAt(bracket))) bracket++;
    if (bracket < code.length() && code.charAt(bracket) == '(') end = bracket + 1;
    return analysis.documentation(code.substring(0, end), end, true);
  }
}
