package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceTest {
  private static final String WHOLE = """
      {"arch":"tiny","params":9,"params_without_aux":7,"macs_conv_linear_per_image":120,"input_shape":[2,3,8,6],
       "tensors":[["fc.weight",[2,3]],["fc.bias",[2]]],"stages":[["fc",[2,2],0.5,0.25]],"logits":[[1,2.5],[3,-4]]}
      """;

  @TempDir
  Path folder;

  private Reference read(String json) throws IOException {
    return Reference.read(Files.writeString(folder.resolve("tiny.json"), json));
  }

  @Test
  void readsEveryField() throws IOException {
    Reference reference = read(WHOLE);
    assertThat(reference.arch()).isEqualTo("tiny");
    assertThat(reference.params()).isEqualTo(7);
    assertThat(reference.macs()).isEqualTo(120);
    assertThat(reference.input()).containsExactly(2, 3, 8, 6);
    assertThat(reference.tensors()).containsOnlyKeys("fc.weight", "fc.bias");
    assertThat(reference.tensors().get("fc.weight")).containsExactly(2, 3);
    assertThat(reference.stages().get(0).difference()).isEqualTo(0.25);
    assertThat(reference.logits()).isDeepEqualTo(new double[][] {{1, 2.5}, {3, -4}});
  }

  @Test
  void whatIsNoReferenceFileIsRefusedByNameAndFault() {
    assertThatThrownBy(() -> read("{\"arch\":\"tiny\"}"))
        .hasMessageContainingAll("tiny.json", "lacks 'tensors'");
    assertThatThrownBy(() -> read("no json")).hasMessageContainingAll("tiny.json", "not JSON");
    assertThatThrownBy(() -> read(WHOLE.replace("[2,3,8,6]", "[3,8,6]")))
        .hasMessageContainingAll("tiny.json", "N, C, H and W");
    assertThatThrownBy(() -> read(WHOLE.replace(",[3,-4]", "")))
        .hasMessageContainingAll("tiny.json", "two images");
    assertThatThrownBy(() -> read("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tiny.json");
    assertThatThrownBy(() -> read("[".repeat(20_000) + "]".repeat(20_000)))
        .hasMessageContainingAll("tiny.json", "deeper than 100 levels");
    assertThatThrownBy(() -> read(WHOLE.replace("[2,3,8,6]", "[2,3,99999999999,6]")))
        .hasMessageContainingAll("tiny.json", "from 1 to 100,000", "99999999999");
  }

  @Test
  void logitsUnderNamesAreNoNumbers() throws IOException {
    String named = WHOLE.replace(",[3,-4]", ",{\"a\":3,\"b\":-4}");
    assertThat(read(named).logits()[1]).containsOnly(Double.NaN);
  }
}
