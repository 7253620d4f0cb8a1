package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import sevennets.data.SlotPool.Slot;

class SlotPoolTest {
  private static final Dataset IMAGES = new Numbered(4);
  private static final int PIXELS = IMAGES.channels() * IMAGES.height() * IMAGES.width();

  /** Images and labels at the moment when ND4J was told of a write, the first number of each. */
  private final List<Float> told = Collections.synchronizedList(new ArrayList<>());

  @Test
  void nd4jIsToldOfEveryBatchAfterItWasFilled() {
    SlotPool pool = new SlotPool(IMAGES);
    for (int i = 0; i < Prefetch.AHEAD + 1; i++) {
      pool.giveBack(watched());
    }
    BatchWriter writer = BatchWriter.evaluation(IMAGES, Normalisation.none(IMAGES.channels()));
    EpochPlan plan = new EpochPlan(0, 0, new int[] {3, 2, 1, 0}, 1, 4);
    new Prefetch(writer, pool, plan, 0).forEachRemaining(batch -> {});

    List<Float> written = new ArrayList<>();
    float[] pixels = new float[PIXELS];
    for (int index : plan.order()) {
      IMAGES.read(index, pixels);
      written.add(pixels[0]);
      written.add(IMAGES.label(index) == 0 ? 1f : 0f);
    }
    assertThat(told).containsExactlyInAnyOrderElementsOf(written);
  }

  /** A batch of one image whose arrays say when they are written to as ND4J writes. */
  private Slot watched() {
    FloatBuffer images = FloatBuffer.allocate(PIXELS);
    FloatBuffer labels = FloatBuffer.allocate(IMAGES.classes().size());
    return new Slot(new Batch(over(images), over(labels), new int[1]), images, labels);
  }

  private INDArray over(FloatBuffer memory) {
    DataBuffer buffer = proxy(DataBuffer.class, (name, arguments) -> switch (name) {
      case "getFloat" -> memory.get(((Long) arguments[0]).intValue());
      case "put" -> told.add((Float) arguments[1]) ? null : null;
      default -> throw new UnsupportedOperationException(name);
    });
    return proxy(INDArray.class, (name, arguments) -> buffer);
  }

  private interface Answer {
    Object to(String name, Object[] arguments);
  }

  private static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> answer.to(method.getName(), arguments)));
  }
}
