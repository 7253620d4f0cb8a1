package sevennets.kernels.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class OneDnnTest {

  @Test
  void everyThreadPlansWithAsManyThreadsAsNd4j() {
    int count = Nd4j.getEnvironment().maxThreads();
    NativeOps nd4j = NativeOpsHolder.getInstance().getDeviceNativeOps();
    var thread = Executors.newSingleThreadExecutor();
    int seen = CompletableFuture.supplyAsync(
            () -> {
              nd4j.setOmpNumThreads(count + 1);
              OneDnn.engine();
              return nd4j.ompGetMaxThreads();
            },
            thread)
        .join();
    thread.shutdown();
    assertThat(seen).isEqualTo(count);
  }
}
