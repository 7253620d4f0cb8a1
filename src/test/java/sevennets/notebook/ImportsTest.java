package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class ImportsTest {
  /** What JJava or IJava imports by itself, and what Java does. */
  private static final List<String> OTHERS = List.of(
      "java.lang",
      "java.io",
      "java.math",
      "java.net",
      "java.time",
      "java.util.concurrent",
      "java.util.prefs",
      "java.util.regex");

  @Test
  void everyClassThatIsImportedByNameIsThere() {
    assertThat(Imports.CLASSES)
        .allSatisfy(name -> assertThat(exists(name)).as(name).isTrue());
  }

  @Test
  void noNameOfTheLibraryIsInTwoImportedPackages() throws IOException {
    Map<String, List<String>> packages = new TreeMap<>();
    try (StandardJavaFileManager files =
        ToolProvider.getSystemJavaCompiler().getStandardFileManager(null, null, null)) {
      for (String name : Imports.PACKAGES) addPublic(files, name, packages);
      for (String name : OTHERS) addPublic(files, name, packages);
    }
    assertThat(packages).containsKeys("Conv", "Table", "List", "Path", "Future");
    packages.keySet().removeIf(ImportsTest::isImportedByName);
    packages
        .values()
        .removeIf(found ->
            found.size() == 1 || found.stream().noneMatch(name -> name.startsWith("sevennets.")));
    assertThat(packages).isEmpty();
  }

  private static boolean isImportedByName(String simple) {
    return Imports.CLASSES.stream().anyMatch(name -> name.endsWith("." + simple));
  }

  private static void addPublic(
      StandardJavaFileManager files, String name, Map<String, List<String>> packages)
      throws IOException {
    StandardLocation place =
        name.startsWith("java.") ? StandardLocation.SYSTEM_MODULES : StandardLocation.CLASS_PATH;
    var location = place == StandardLocation.CLASS_PATH
        ? place
        : files.getLocationForModule(
            place, name.equals("java.util.prefs") ? "java.prefs" : "java.base");
    for (JavaFileObject file :
        files.list(location, name, Set.of(JavaFileObject.Kind.CLASS), false)) {
      String simple = file.getName().replaceAll(".*[/(]", "").replaceAll("\\.class\\)?$", "");
      if (!simple.contains("$") && !simple.endsWith("-info") && isPublic(name + "." + simple))
        packages.computeIfAbsent(simple, any -> new ArrayList<>()).add(name);
    }
  }

  private static boolean isPublic(String name) {
    try {
      return Modifier.isPublic(
          Class.forName(name, false, ImportsTest.class.getClassLoader()).getModifiers());
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** A nested class, too, as Java writes it. */
  private static boolean exists(String name) {
    return isPublic(name) || isPublic(name.replaceFirst("\\.(\\w+)$", "\\$$1"));
  }
}
