package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.KillMoments;

/** A run that is killed before or after any change of a name ends as if it had not been. */
@Tag("slow")
class KilledTrainingTest {
  private static final int EPOCHS = 3;

  @TempDir
  Path temporary;

  @Test
  void killedAtAnyRenameEndsWithTheSameFiles() throws Exception {
    KillMoments moments = new KillMoments(temporary.resolve("run"), temporary.resolve("killed"));
    go(moments.folder());
    Map<String, Object> whole = state(temporary.resolve("run"));
    assertThat(moments.copies()).hasSizeGreaterThan(6 * EPOCHS);
    for (Path killed : moments.copies()) {
      go(killed);
      assertThat(state(killed)).as(killed.getFileName().toString()).isEqualTo(whole);
    }
    System.out.println(moments.copies().size() + " kills of a training");
  }

  private static void go(Path folder) {
    Recipe recipe = Blobs.recipe().withEpochs(EPOCHS);
    Trainer trainer = RunFolder.open(folder).hasCheckpoints()
        ? Trainer.resume(folder, recipe, warning -> {})
        : new Trainer(Blobs.net(), recipe).into(folder);
    trainer.fit(Blobs.training(), Blobs.validation());
  }

  /** Every file by its name, each checkpoint by all that it holds but times. */
  private static Map<String, Object> state(Path run) throws IOException {
    Map<String, Object> state = new TreeMap<>();
    try (Stream<Path> files = Files.list(run)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean checkpoint = name.equals("best.zip") || name.startsWith("checkpoint-");
        state.put(name, checkpoint ? content(file) : "");
      }
    }
    return state;
  }

  private static Object content(Path file) throws IOException {
    Checkpoint read = Checkpoint.read(file);
    return List.of(
        read.position(),
        read.vectors(),
        read.history().table().removeColumns("images_per_sec", "seconds").print());
  }
}
