package sevennets.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * A child process that answers each line of JSON with one of its own. It ends with {@link #close},
 * or when we do.
 */
final class Peer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String name;
  private final Process process;
  private final Path errors;
  private final PrintWriter requests;
  private final BufferedReader replies;

  /**
   * @param name for messages
   * @param environment added to our own
   */
  Peer(String name, List<String> command, Map<String, String> environment) {
    this.name = name;
    try {
      errors = Files.createTempFile("sevennets-bench", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      // ./lab lets our threads wait without spinning; a peer waits as it does by itself.
      builder.environment().remove("OMP_WAIT_POLICY");
      builder.environment().putAll(environment);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + name + " as " + command.get(0), e);
    }
    requests = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    replies =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  static ObjectNode request(String command) {
    return JSON.createObjectNode().put("command", command);
  }

  /**
   * @throws IllegalStateException if the peer died or answered with an error, with its own words
   */
  JsonNode ask(ObjectNode request) {
    requests.println(request);
    try {
      JsonNode reply = JSON.readTree(reply());
      if (reply.has("error"))
        throw new IllegalStateException(name + ": " + reply.get("error").asText());
      return reply;
    } catch (IOException e) {
      throw new UncheckedIOException("can't talk to " + name, e);
    }
  }

  /** The next line of JSON; native libraries print other lines in between. */
  private String reply() throws IOException {
    for (String line = replies.readLine(); line != null; line = replies.readLine())
      if (line.startsWith("{")) return line;
    throw new IllegalStateException(name + " ended unasked. Its last words:\n" + lastWords());
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(errors);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  @Override
  public void close() {
    requests.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
      Files.deleteIfExists(errors);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
