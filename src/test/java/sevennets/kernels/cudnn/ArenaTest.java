package sevennets.kernels.cudnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sevennets.kernels.cudnn.Arena.Life;

class ArenaTest {

  @Test
  void noTwoValuesThatLiveAtOnceShareAPlace() {
    for (int seed = 0; seed < 200; seed++) {
      List<Life> lives = lives(new Random(seed));
      long bytes = Arena.plan(lives);
      for (Life a : lives) {
        assertThat(a.area().offset).isNotNegative();
        assertThat(a.area().offset % Area.ALIGNMENT).isZero();
        assertThat(a.area().offset + a.area().bytes()).isLessThanOrEqualTo(bytes);
        for (Life b : lives) {
          boolean apart = a == b
              || a.area().offset + a.area().bytes() <= b.area().offset
              || b.area().offset + b.area().bytes() <= a.area().offset;
          assertThat(apart || !a.meets(b)).as("%s and %s, seed %d", a, b, seed).isTrue();
        }
      }
    }
  }

  @Test
  void aPlaceIsUsedAgainWhenItsValueIsDone() {
    Life first = new Life(new Area("first", 1000), 0, 3),
        next = new Life(new Area("next", 900), 4, 5);
    assertThat(Arena.plan(List.of(first, next))).isEqualTo(first.area().bytes());
    assertThat(next.area().offset).isZero();
  }

  private static List<Life> lives(Random random) {
    List<Life> lives = new ArrayList<>();
    int count = 1 + random.nextInt(40);
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(50), to = from + random.nextInt(10);
      lives.add(new Life(new Area("area " + i, 1 + random.nextInt(5000)), from, to));
    }
    return lives;
  }
}
