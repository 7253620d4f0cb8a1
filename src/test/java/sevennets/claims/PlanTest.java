package sevennets.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final Ablation ABLATION = Ablations.get("resnet-depth");
  private static final Map<String, String> ARMS = Map.of("plain-20", "0123");

  @TempDir
  Path folder;

  private final Plan plan = Plan.of(ABLATION, ABLATION.budget("quick"), ARMS);

  @Test
  void aPlanIsReadAsItWasWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("plan.properties"), plan.text());
    assertThat(Plan.read(file).lines()).isEqualTo(plan.lines());
    assertThat(Budget.of(Plan.read(file).lines())).isEqualTo(ABLATION.budget("quick"));
  }

  @Test
  void itFixesContrastsMarginsAndSeeds() {
    assertThat(plan.lines())
        .containsEntry("contrast.1", "plain-56 MORE plain-20, by training loss, nats")
        .containsEntry(
            "contrast.2", "residual-56 NOT_WORSE(0.05) residual-20, by training loss, nats")
        .containsEntry("first_seed", "101")
        .containsEntry("seeds", "5");
  }

  @Test
  void whatIsOtherwiseThanPlannedIsSaid() {
    Ablation wider =
        ABLATION.contrasts(new Contrast("residual-56", "residual-20", Claim.notWorse(0.5)));
    Plan done = Plan.of(wider, wider.budget("quick").withSeeds(3), Map.of("plain-20", "4567"));
    assertThat(plan.departures(done))
        .contains(
            "seeds was planned as 5 and is 3",
            "arm.plain-20 was planned as 0123 and is 4567",
            "contrast.3 was planned as residual-56 LESS plain-56, by training loss, nats and is nothing");
    assertThat(plan.departures(plan)).isEmpty();
  }

  @Test
  void aFileThatIsNoPlanIsNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("other.properties"), "colour=blue\n");
    assertThatThrownBy(() -> Plan.read(file))
        .hasMessageContainingAll(file.toString(), "ablate plan");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> Plan.read(none))
        .hasMessage(
            "can't read the plan %s: it is not there; './lab ablate plan NAME' writes one", none);
    assertThatThrownBy(() -> Plan.read(folder))
        .hasMessageContaining("it is no ordinary file but a folder, a pipe or a device");
    for (byte[] bytes : new byte[][] {{(byte) 0xC3, 0x28}, "a=\\u00zz".getBytes()}) {
      Files.write(file, bytes);
      assertThatThrownBy(() -> Plan.read(file))
          .hasMessageContaining("it should hold lines NAME=VALUE in UTF-8");
    }
  }
}
