package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.List;

/** An {@link Example} as a device trains it. */
final class Trial implements AutoCloseable {
  final CardNet net;
  final List<Double> losses = new ArrayList<>();
  private final Example example;
  private long done;

  Trial(Device device, Example example, Rule rule) {
    this.example = example;
    net = new CardNet(device, example.plan(), rule);
    net.push(example.weights());
  }

  /** As if so many steps had been taken before. */
  Trial after(long steps) {
    done = steps;
    return this;
  }

  /** So many more steps. */
  Trial train(int steps) {
    int batch = example.batch();
    for (int i = 0; i < steps; i++, done++) {
      int slot = (int) (done % CardNet.SLOTS);
      net.images(batch, slot).put(example.images((int) done));
      net.labels(batch, slot).put(example.labels((int) done));
      net.send(batch, slot);
      net.begin(batch, slot, Example.RATE, Example.chance(done), done);
      losses.add(net.finish(batch, slot).loss());
    }
    return this;
  }

  float[] scores(int step) {
    return net.scores(example.images(step), example.batch());
  }

  @Override
  public void close() {
    net.close();
  }
}
