package sevennets.running;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Plan;

class StoredPlansTest {

  static Stream<Ablation> planned() {
    return Ablations.all().stream().filter(a -> Plan.stored(a.name()).isPresent());
  }

  /** Who changes an ablation changes what was promised: a new plan, and new runs. */
  @ParameterizedTest
  @MethodSource("planned")
  void theRegistryDoesWhatItsPlanSays(Ablation ablation) {
    Sweep sweep = new Sweep(ablation, ablation.budget("quick"), new Store(Path.of("none")));
    assertThat(Plan.stored(ablation.name()).orElseThrow().departures(sweep.plan()))
        .isEmpty();
  }
}
