package sevennets.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 *   <li>the EfficientNets of lukemelas' package and the Lite ones after it:
 *       {@code _blocks.3._depthwise_conv.weight}, blocks numbered through
 *   <li>a wrapper's prefix before every name, whatever it is: {@code module.} of DataParallel,
 *       {@code _orig_mod.} of torch.compile, {@code model.} of a training framework
 * </ul>
 */
final class TensorNames {

  private static final Pattern OLD_DENSENET =
      Pattern.compile("(denselayer\\d+\\.(?:norm|conv))\\.([12])\\.");
  private static final Pattern TIMM_BLOCK =
      Pattern.compile("blocks\\.(\\d+)\\.(\\d+)\\.(.+)\\.(\\w+)");

  /** More wrappers than this are not put around a net. */
  private static final int WRAPPERS = 4;

  private TensorNames() {}

  /**
   * Our names for a checkpoint's names, in the checkpoint's order, each with the checkpoint's own.
   * Of the prefixes that the names have, the one is taken away without which most of them are the
   * net's.
   *
   * @param net the names that are looked for
   */
  static Map<String, String> ours(Collection<String> theirs, Set<String> net) {
    String best = "";
    long most = -1;
    for (String prefix : prefixes(theirs)) {
      long found = translated(theirs, prefix, net).values().stream()
          .filter(net::contains)
          .count();
      if (found > most) {
        best = prefix;
        most = found;
      }
    }
    return inverse(translated(theirs, best, net));
  }

  /** Nothing, and what more than half of the names begin with, shortest first. */
  private static List<String> prefixes(Collection<String> names) {
    Map<String, Integer> counts = new TreeMap<>(
        Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    for (String name : names) {
      int dot = name.indexOf('.');
      for (int depth = 0; dot >= 0 && depth < WRAPPERS; depth++, dot = name.indexOf('.', dot + 1))
        counts.merge(name.substring(0, dot + 1), 1, Integer::sum);
    }
    List<String> prefixes = new ArrayList<>(List.of(""));
    counts.forEach((prefix, count) -> {
      if (2 * count > names.size()) prefixes.add(prefix);
    });
    return prefixes;
  }

  /** Their names, each with ours. */
  private static Map<String, String> translated(
      Collection<String> theirs, String prefix, Set<String> net) {
    Map<String, String> bare = new LinkedHashMap<>();
    for (String their : theirs)
      bare.put(their, their.startsWith(prefix) ? their.substring(prefix.length()) : their);
    Collection<String> all = new HashSet<>(bare.values());
    if (NumberedBlocks.are(all)) {
      NumberedBlocks blocks = new NumberedBlocks(all, net);
      bare.replaceAll((their, name) -> blocks.timm(name));
      all = new HashSet<>(bare.values());
    }
    boolean timmEfficientNet = all.contains("conv_stem.weight");
    Collection<String> names = all;
    bare.replaceAll((their, name) -> timmEfficientNet
        ? torchvisionEfficientNet(name, names)
        : torchvisionVgg(OLD_DENSENET.matcher(name).replaceAll("$1$2.")));
    return bare;
  }

  private static Map<String, String> inverse(Map<String, String> translated) {
    Map<String, String> ours = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : translated.entrySet()) {
      String name = entry.getValue();
      String their = entry.getKey();
      String other = ours.put(name, their);
      if (other != null)
        throw new IllegalArgumentException(
            "the checkpoint's '" + other + "' and '" + their + "' are both " + name);
    }
    return ours;
  }

  /**
   * Whether a tensor takes no part in inference: batch norm's batch counter, the count of averaged
   * weights, GoogLeNet's and Inception's auxiliary heads.
   */
  static boolean onlyForTraining(String name) {
    return name.endsWith(".num_batches_tracked")
        || name.equals("n_averaged")
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
