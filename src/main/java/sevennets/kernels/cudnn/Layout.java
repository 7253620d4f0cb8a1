package sevennets.kernels.cudnn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import sevennets.kernels.cudnn.Plan.Place;
import sevennets.kernels.cudnn.Plan.Step;

/**
 * Where the numbers of the host's flat vector lie on the card: every parameter at a boundary that
 * cuDNN likes, and a convolution's weights, {@code out x in / groups x height x width} on the host,
 * as {@code out x height x width x in / groups}; a depthwise one's as {@code height x width x
 * channels}.
 */
final class Layout {
  private final int[] places;
  private final Map<String, Long> offsets = new LinkedHashMap<>();
  private final Plan plan;
  private int length;

  Layout(Plan plan) {
    this.plan = plan;
    places = new int[plan.weights()];
    Arrays.fill(places, -1);
    for (Step step : plan.steps()) {
      step.parameters().forEach((key, place) -> add(step, key, place));
    }
    for (int place : places) {
      if (place < 0) {
        throw new IllegalArgumentException(
            "the plan of %s names no parameter for some of its %,d weights"
                .formatted(plan.name(), plan.weights()));
      }
    }
  }

  private void add(Step step, String key, Place place) {
    offsets.put(step.name() + "/" + key, (long) length);
    int taps = step.op().equals("conv") && key.equals("W")
        ? step.whole("kernel_height") * step.whole("kernel_width")
        : 1;
    int in = taps == 1 ? 1 : plan.shape(step.input()).channels() / step.whole("groups");
    boolean depthwise = key.equals("W") && depthwise(plan, step);
    int outs = plan.shape(step.output()).channels();
    for (int i = 0; i < place.length(); i++) {
      int tap = i % taps, channel = i / taps % in, out = i / taps / in;
      places[place.offset() + i] =
          length + (depthwise ? tap * outs + out : (out * taps + tap) * in + channel);
    }
    int aligned = Area.ALIGNMENT / Float.BYTES;
    length = (length + place.length() + aligned - 1) / aligned * aligned;
  }

  /**
   * Whether a step is a convolution of each channel by itself, in a window that our own kernels
   * take.
   */
  static boolean depthwise(Plan plan, Step step) {
    int groups = step.whole("groups"), width = step.whole("kernel_width");
    return step.op().equals("conv")
        && groups > 1
        && groups == plan.shape(step.input()).channels()
        && groups == plan.shape(step.output()).channels()
        && (width == 3 || width == 5 || width == 7);
  }

  /** How many numbers the vector has on the card. */
  int length() {
    return length;
  }

  long offset(Step step, String key) {
    return offsets.get(step.name() + "/" + key);
  }

  float[] toCard(float[] host) {
    float[] card = new float[length];
    for (int i = 0; i < host.length; i++) {
      card[places[i]] = host[i];
    }
    return card;
  }

  float[] toHost(float[] card) {
    float[] host = new float[places.length];
    for (int i = 0; i < host.length; i++) {
      host[i] = card[places[i]];
    }
    return host;
  }

  /** One byte a number: whether its weight decays. */
  byte[] decays(Rule rule) {
    byte[] decays = new byte[length];
    for (Step step : plan.steps()) {
      step.parameters().forEach((key, place) -> {
        if (rule.decayed().contains(key)) {
          int from = (int) offset(step, key);
          Arrays.fill(decays, from, from + place.length(), (byte) 1);
        }
      });
    }
    return decays;
  }
}
