package sevennets.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonGenerator;
import sevennets.files.Escape;
import sevennets.weights.Classifier.Answer;

/** Writes what was seen in photographs, each as soon as it is known. */
interface Answers extends AutoCloseable {
  void seen(String file, List<Answer> answers);

  /** A photograph that could not be looked at. */
  void failed(String file, String why);

  @Override
  void close();

  /** For people: what failed is said on {@code err}. */
  static Answers text(PrintWriter out, PrintWriter err) {
    return new Answers() {
      @Override
      public void seen(String file, List<Answer> answers) {
        out.println(Escape.terminal(file.toString()));
        for (Answer answer : answers)
          out.printf(
              Locale.ROOT,
              "  %5.1f %%  %s%n",
              100 * answer.probability(),
              Escape.terminal(answer.name()));
        out.flush();
      }

      @Override
      public void failed(String file, String why) {
        err.println(Escape.terminal(String.valueOf(why)));
        err.flush();
      }

      @Override
      public void close() {}
    };
  }

  /** One array, an object a photograph: its file, and its answers or the error. */
  static Answers json(PrintWriter out) {
    try {
      JsonGenerator json = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter();
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartArray();
      return new Json(out, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code file,rank,class,probability,error}, RFC 4180; a spreadsheet finds no formula in it. */
  static Answers csv(PrintWriter out) {
    out.print("file,rank,class,probability,error\r\n");
    return new Answers() {
      @Override
      public void seen(String file, List<Answer> answers) {
        for (int i = 0; i < answers.size(); i++)
          out.print("%s,%d,%s,%s,\r\n"
              .formatted(quoted(file), i + 1, quoted(answers.get(i).name()), Float.toString((float)
                  answers.get(i).probability())));
        out.flush();
      }

      @Override
      public void failed(String file, String why) {
        out.print("%s,,,,%s\r\n".formatted(quoted(file), quoted(why)));
        out.flush();
      }

      @Override
      public void close() {}
    };
  }

  private static String quoted(String text) {
    String cell = Escape.csv(text);
    return cell.matches("(?s).*[\",\r\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  /** The array is closed when all is said. */
  record Json(PrintWriter out, JsonGenerator json) implements Answers {
    @Override
    public void seen(String file, List<Answer> answers) {
      try {
        json.writeStartObject();
        json.writeStringField("file", file);
        json.writeArrayFieldStart("answers");
        for (Answer answer : answers) {
          json.writeStartObject();
          json.writeStringField("class", answer.name());
          json.writeNumberField("probability", (float) answer.probability());
          json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void failed(String file, String why) {
      try {
        json.writeStartObject();
        json.writeStringField("file", file);
        json.writeStringField("error", why);
        json.writeEndObject();
        json.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        json.writeEndArray();
        json.close();
        out.println();
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
