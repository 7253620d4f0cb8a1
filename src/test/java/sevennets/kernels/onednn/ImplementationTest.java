package sevennets.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.function.Supplier;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.Test;
import sevennets.kernels.Fn;

class ImplementationTest {
  private final Blueprint blueprint = new Blueprint();
  private final Supplier<dnnl_primitive_desc> convolution = this::convolution;

  private dnnl_primitive_desc convolution() {
    long[] one = {1, 1};
    dnnl_primitive_desc desc = blueprint.primitive();
    OneDnn.check(
        dnnl.dnnl_convolution_forward_primitive_desc_create(
            desc,
            OneDnn.engine(),
            dnnl.dnnl_forward_inference,
            dnnl.dnnl_convolution_direct,
            blueprint.images(new long[] {2, 8, 8, 16}),
            blueprint.any(32, 16, 3, 3),
            null,
            blueprint.images(new long[] {2, 8, 8, 32}),
            one,
            new long[] {0, 0},
            one,
            one,
            blueprint.then(Fn.IDENTITY)),
        "plan");
    return desc;
  }

  @Test
  void anotherImplementationIsFoundByItsName() {
    String first = Implementation.name(convolution.get());
    assumeTrue(first.startsWith("brg"), "oneDNN's first choice here is " + first);
    String preferred = Implementation.name(Implementation.prefer("jit:.*", convolution));
    assertThat(preferred).startsWith("jit:");
  }

  @Test
  void firstChoiceStaysWhereThePreferredOneIsMissing() {
    String first = Implementation.name(convolution.get());
    assertThat(Implementation.name(Implementation.prefer("unheard of", convolution)))
        .isEqualTo(first);
  }
}
