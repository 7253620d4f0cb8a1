package sevennets.weights;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A checkpoint on disk, open for reading, whatever its format: safetensors, safetensors in several
 * files with an index, or PyTorch's own (.pth, .pt, .bin). What a file is, its first bytes say; its
 * name does not matter.
 *
 * <pre>{@code
 * try (CheckpointFile file = CheckpointFile.open(Path.of("resnet50.pth"))) {  // .safetensors, .pth, shards
 *   StateDict.of(graph, net).load(file);
 * }
 * }</pre>
 */
public interface CheckpointFile extends Tensors, Closeable {

  /** The files that a folder of a checkpoint holds, as timm and its hub name them. */
  List<String> IN_A_FOLDER =
      List.of("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin");

  /**
   * Opens a checkpoint.
   *
   * @param path a file, or a folder that holds {@code model.safetensors}, its index, or
   *     {@code pytorch_model.bin}
   * @throws IllegalArgumentException if there is none, or it is damaged: the message names the file
   *     and the fault
   * @throws IOException if it cannot be read
   */
  static CheckpointFile open(Path path) throws IOException {
    Path file = file(path);
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(16);
    }
    if (start.length > 1 && start[0] == 'P' && start[1] == 'K') return PyTorchFile.open(file);
    if (start.length > 1 && (start[0] & 0xff) == 0x80 && start[1] >= 2 && start[1] <= 5) {
      // A safetensors file may begin so too, if its header has just that many bytes; then it goes
      // on with zeros and a brace.
      if (!(start.length > 8 && start[8] == '{' && Arrays.equals(start, 4, 8, new byte[4], 0, 4)))
        return PyTorchFile.open(file);
    }
    if (start.length > 0 && start[0] == '{') return ShardedTensors.open(file);
    boolean braced = start.length > 8 && start[8] == '{';
    if (!braced && !file.toString().endsWith(".safetensors"))
      throw new IllegalArgumentException(
          "cannot read %s as weights: %s, and neither safetensors nor what torch.save writes"
              .formatted(file, kind(start)));
    return SafeTensors.open(file);
  }

  private static String kind(byte[] start) {
    if (start.length == 0) return "it is empty";
    return start[0] == '<' ? "it is a web page" : "it is of another format";
  }

  /** The file that holds a checkpoint: the given one, or the one that a folder of it holds. */
  static Path file(Path path) {
    if (Files.isDirectory(path)) {
      return IN_A_FOLDER.stream()
          .map(path::resolve)
          .filter(Files::isRegularFile)
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("the folder " + path
              + " holds no checkpoint: " + String.join(", ", IN_A_FOLDER)
              + " are looked for; name the file itself"));
    }
    if (!Files.isRegularFile(path))
      throw new IllegalArgumentException(
          Files.exists(path)
              ? path + " is no checkpoint: it is a device or a pipe"
              : "there is no checkpoint " + path);
    return path;
  }
}
