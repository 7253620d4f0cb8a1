package sevennets.weights;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that checkpoints give to tensors, where they differ from torchvision's present ones,
 * which are ours.
 *
 * <ul>
 *   <li>torchvision's DenseNets of before 2018: {@code denselayer1.norm.1.weight} for
 *       {@code denselayer1.norm1.weight}
 *   <li>timm's EfficientNets: {@code blocks.1.0.conv_dw.weight} for
 *       {@code features.2.0.block.1.0.weight}
 *   <li>timm's VGGs, whose linear layers are convolutions: {@code pre_logits.fc1.weight} for
 *       {@code classifier.0.weight}
 *   <li>nets trained by PyTorch's DataParallel: {@code module.} before every name
 * </ul>
 */
final class TensorNames {

  private static final Pattern OLD_DENSENET =
      Pattern.compile("(denselayer\\d+\\.(?:norm|conv))\\.([12])\\.");
  private static final Pattern TIMM_BLOCK =
      Pattern.compile("blocks\\.(\\d+)\\.(\\d+)\\.(.+)\\.(\\w+)");

  private TensorNames() {}

  /**
   * Our names for a checkpoint's names, in the checkpoint's order, each with the checkpoint's own.
   */
  static Map<String, String> ours(Collection<String> theirs) {
    boolean timmEfficientNet = theirs.contains("conv_stem.weight");
    boolean parallel =
        !theirs.isEmpty() && theirs.stream().allMatch(name -> name.startsWith("module."));
    Map<String, String> ours = new LinkedHashMap<>();
    for (String their : theirs) {
      String name = parallel ? their.substring("module.".length()) : their;
      name = timmEfficientNet
          ? torchvisionEfficientNet(name, theirs)
          : torchvisionVgg(OLD_DENSENET.matcher(name).replaceAll("$1$2."));
      String other = ours.put(name, their);
      if (other != null)
        throw new IllegalArgumentException(
            "the checkpoint's '" + other + "' and '" + their + "' are both " + name);
    }
    return ours;
  }

  /**
   * Whether a tensor takes no part in inference: batch norm's batch counter, GoogLeNet's and
   * Inception's auxiliary heads.
   */
  static boolean onlyForTraining(String name) {
    return name.endsWith(".num_batches_tracked")
        || name.startsWith("aux1.")
        || name.startsWith("aux2.")
        || name.startsWith("AuxLogits.");
  }

  private static String torchvisionVgg(String name) {
    return name.replaceFirst("^pre_logits\\.fc1\\.", "classifier.0.")
        .replaceFirst("^pre_logits\\.fc2\\.", "classifier.3.")
        .replaceFirst("^head\\.fc\\.", "classifier.6.");
  }

  private static String torchvisionEfficientNet(String name, Collection<String> all) {
    Matcher block = TIMM_BLOCK.matcher(name);
    if (block.matches()) {
      int stage = Integer.parseInt(block.group(1)) + 1;
      String start = "blocks.%s.%s.".formatted(block.group(1), block.group(2));
      boolean expands = all.contains(start + "conv_pwl.weight");
      boolean gated = all.contains(start + "se.conv_reduce.weight");
      return "features.%d.%s.block.%s.%s"
          .formatted(
              stage, block.group(2), blockPart(block.group(3), expands, gated), block.group(4));
    }
    return name.replaceFirst("^conv_stem\\.", "features.0.0.")
        .replaceFirst("^bn1\\.", "features.0.1.")
        .replaceFirst("^conv_head\\.", "features.8.0.")
        .replaceFirst("^bn2\\.", "features.8.1.")
        .replaceFirst("^classifier\\.", "classifier.1.");
  }

  /**
   * A block is expansion (unless its ratio is 1), depthwise convolution, gate (if any), projection;
   * torchvision numbers them.
   */
  private static String blockPart(String part, boolean expands, boolean gated) {
    int depthwise = expands ? 1 : 0;
    int project = depthwise + (gated ? 2 : 1);
    return switch (part) {
      case "conv_pw" -> expands ? "0.0" : project + ".0";
      case "conv_dw" -> depthwise + ".0";
      case "se.conv_reduce" -> depthwise + 1 + ".fc1";
      case "se.conv_expand" -> depthwise + 1 + ".fc2";
      case "conv_pwl" -> project + ".0";
      case "bn1" -> "0.1";
      case "bn2" -> expands ? depthwise + ".1" : project + ".1";
      case "bn3" -> project + ".1";
      default -> part;
    };
  }
}
