package sevennets;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.util.JavacTask;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Every public class shows in its Javadoc how it is used, and the example compiles. */
class ExamplesTest {
  private static final Path SOURCES = Path.of("src/main/java/sevennets");

  private static final Pattern TYPE = Pattern.compile(
      "^public (?:(?:final|abstract|sealed|non-sealed) )*(?:class|interface|record|enum) (\\w+)",
      Pattern.MULTILINE);

  private static final Pattern EXAMPLE =
      Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* \\}</pre>", Pattern.DOTALL);

  /** What an example may name without saying where it comes from. */
  private static final String GIVEN = """
      import java.nio.file.*;
      import java.util.*;
      import org.deeplearning4j.nn.graph.ComputationGraph;
      import org.knowm.xchart.*;
      import org.nd4j.linalg.api.ndarray.INDArray;
      import sevennets.analysis.*;
      import sevennets.claims.*;
      import sevennets.data.*;
      import sevennets.data.delivery.*;
      import sevennets.explain.*;
      import sevennets.files.*;
      import sevennets.graph.*;
      import sevennets.kernels.*;
      import sevennets.kernels.nd4j.*;
      import sevennets.kernels.onednn.*;
      import sevennets.models.*;
      import sevennets.names.*;
      import sevennets.notebook.*;
      import sevennets.ops.*;
      import sevennets.plot.*;
      import sevennets.reporting.*;
      import sevennets.running.*;
      import sevennets.train.*;
      import sevennets.transfer.*;
      import sevennets.weights.*;
      import tech.tablesaw.api.Table;

      class %s {
        Graph graph;
        ComputationGraph net;
        Node x, left, right, tokens, gates, decoded;
        Splits data;
        Lens lens;
        INDArray images;
        Normalisation normalisation;
        Recipe recipe;
        Trainer trainer;
        History history;
        Summary summary;
        Table table;
        Batch batch;
        Image photo;
        Path folder;
        Variant variant;
        Tensors checkpoint;
        Preprocessing preprocessing;
        Reference reference;
        sevennets.bench.Run run;
        List<List<Double>> codes;
        java.time.Instant deadline;
        String sum;
        double accuracy;
        Double myAccuracy;

        void example() throws Exception {
      %s
        }
      }
      """;

  /** An example and the class that it is of. */
  private record Example(String room, String type, Optional<String> code) {}

  @Test
  void everyPublicClassShowsHow() {
    assertThat(examples()).hasSizeGreaterThan(250);
    assertThat(
            examples().stream().filter(it -> it.code.isEmpty()).map(it -> it.room + "." + it.type))
        .isEmpty();
  }

  @Test
  void everyExampleCompiles() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
    List<JavaFileObject> units = examples().stream()
        .filter(it -> it.code.isPresent())
        .map(ExamplesTest::unit)
        .toList();
    List<String> options =
        List.of("-proc:none", "-implicit:none", "-cp", System.getProperty("java.class.path"));
    // Analysed, not compiled: no file is written.
    ((JavacTask) compiler.getTask(null, null, said, options, null, units)).analyze();
    assertThat(said.getDiagnostics().stream()
            .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
            .map(it -> it.getSource().getName() + ": " + it.getMessage(Locale.ROOT)))
        .isEmpty();
  }

  private static JavaFileObject unit(Example example) {
    String name = "ExampleOf_%s_%s".formatted(example.room.replace('.', '_'), example.type);
    String code = GIVEN
        .formatted(name, example.code.orElseThrow())
        .replaceFirst(
            "import java",
            "import sevennets.%1$s.%2$s;\nimport sevennets.%1$s.*;\nimport java"
                .formatted(example.room, example.type));
    return new SimpleJavaFileObject(
        URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return code;
      }
    };
  }

  private static List<Example> examples() {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files
          .sorted()
          .filter(it -> it.toString().endsWith(".java"))
          .flatMap(file -> of(room(file), read(file)).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As Java spells it: {@code kernels.nd4j}. */
  private static String room(Path file) {
    return SOURCES.relativize(file.getParent()).toString().replace(File.separatorChar, '.');
  }

  /** The public type's, if the file has one. */
  private static Optional<Example> of(String room, String source) {
    Matcher type = TYPE.matcher(source);
    if (!type.find()) return Optional.empty();
    String head = source.substring(0, type.start());
    Matcher code = EXAMPLE.matcher(head.substring(Math.max(0, head.lastIndexOf("/**"))));
    Optional<String> text = code.find()
        ? Optional.of(code.group(1).replaceAll("(?m)^ \\* ?", "    "))
        : Optional.empty();
    return Optional.of(new Example(room, type.group(1), text));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
