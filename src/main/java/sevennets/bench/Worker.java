package sevennets.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Our side of a benchmark, in a JVM of its own; {@code torch_peer.py} is its counterpart and
 * describes the lines they speak. The request says whether the layers are ours or Deeplearning4j's.
 */
final class Worker {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Job job;

  private Worker() {}

  public static void main(String[] args) throws IOException {
    PrintStream replies = System.out;
    System.setOut(System.err); // whatever libraries print is no reply
    Worker worker = new Worker();
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine())
      replies.println(worker.reply(JSON.readTree(line)));
    System.exit(0);
  }

  private ObjectNode reply(JsonNode request) {
    ObjectNode reply = JSON.createObjectNode();
    try {
      answer(request, reply);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError problem) {
      problem.printStackTrace();
      reply.put("error", problem.toString());
    }
    return reply;
  }

  private void answer(JsonNode request, ObjectNode reply) throws IOException {
    switch (request.get("command").asText()) {
      case "load" -> load(request);
      case "run" -> run(request.get("steps").asInt(), reply);
      case "outputs" -> Floats.write(Path.of(request.get("file").asText()), job.probabilities());
      case "parameters" -> Floats.write(Path.of(request.get("file").asText()), job.parameters());
      case "memory" ->
        reply
            .put("heapBytes", Memory.heap())
            .put("offHeapBytes", Memory.offHeap())
            .put("residentBytes", Memory.resident())
            .put("peakBytes", Memory.peak());
      default ->
        throw new IllegalArgumentException("no command is called " + request.get("command")
            + "; there are load, run, outputs, parameters, memory");
    }
  }

  private void load(JsonNode request) throws IOException {
    Nd4j.getEnvironment().setMaxThreads(request.get("threads").asInt());
    job = Job.of(request);
    Memory.resetPeak();
  }

  private void run(int steps, ObjectNode reply) {
    double score = 0;
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) score = job.step();
    reply.put("seconds", (System.nanoTime() - start) / 1e9).put("score", score);
  }
}
