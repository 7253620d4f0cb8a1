package sevennets.weights;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of lukemelas' EfficientNet-PyTorch, and of the EfficientNet-Lites that descend from it,
 * in timm's spelling. Blocks are numbered through there and by stage in timm; the net that is to be
 * filled knows its stages.
 */
final class NumberedBlocks {
  private static final Pattern OURS = Pattern.compile("features\\.(\\d+)\\.(\\d+)\\.block\\..+");
  private static final Pattern THEIRS = Pattern.compile("_blocks\\.(\\d+)\\._(\\w+)\\.(\\w+)");
  private static final Map<String, String> STEM_AND_HEAD = Map.of(
      "_conv_stem", "conv_stem",
      "_bn0", "bn1",
      "_conv_head", "conv_head",
      "_bn1", "bn2",
      "_fc", "classifier");

  /** The start of each block's names in timm's spelling, by its number. */
  private final List<String> starts = new ArrayList<>();

  private final Collection<String> all;

  NumberedBlocks(Collection<String> theirs, Collection<String> net) {
    all = theirs;
    Map<Integer, String> ordered = new TreeMap<>();
    for (String name : net) {
      Matcher block = OURS.matcher(name);
      if (!block.matches()) continue;
      int stage = Integer.parseInt(block.group(1));
      int number = Integer.parseInt(block.group(2));
      ordered.put(1000 * stage + number, "blocks.%d.%d.".formatted(stage - 1, number));
    }
    starts.addAll(ordered.values());
  }

  /** Whether these names are of this kind. */
  static boolean are(Collection<String> names) {
    return names.contains("_conv_stem.weight");
  }

  String timm(String name) {
    Matcher block = THEIRS.matcher(name);
    if (block.matches() && Integer.parseInt(block.group(1)) < starts.size()) {
      int number = Integer.parseInt(block.group(1));
      boolean expands = all.contains("_blocks.%d._expand_conv.weight".formatted(number));
      return starts.get(number) + part(block.group(2), expands) + "." + block.group(3);
    }
    int dot = name.indexOf('.');
    String first = dot < 0 ? name : name.substring(0, dot);
    return STEM_AND_HEAD.getOrDefault(first, first) + name.substring(first.length());
  }

  /** A block without an expansion has neither its convolution nor its batch norm. */
  private static String part(String part, boolean expands) {
    return switch (part) {
      case "expand_conv" -> "conv_pw";
      case "depthwise_conv" -> "conv_dw";
      case "se_reduce" -> "se.conv_reduce";
      case "se_expand" -> "se.conv_expand";
      case "project_conv" -> expands ? "conv_pwl" : "conv_pw";
      case "bn0" -> "bn1";
      case "bn1" -> expands ? "bn2" : "bn1";
      case "bn2" -> expands ? "bn3" : "bn2";
      default -> part;
    };
  }
}
