package sevennets.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A process that trains, and goes on where it was killed: started and ended by {@link KillTest}.
 */
final class KilledRun {
  static final String FINISHED = "finished.zip";

  private KilledRun() {}

  static Recipe recipe() {
    return Blobs.recipe().withEpochs(12);
  }

  private static Progress stopAfter(int steps) {
    return new Progress() {
      private int done;

      @Override
      public void batchEnded(Step step) {
        if (++done == steps) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Trainer trainer = RunFolder.open(folder).hasCheckpoints()
        ? Trainer.resume(folder, recipe(), System.out::println)
        : new Trainer(Blobs.net(), recipe()).into(folder);
    trainer.saveEvery(Boolean.getBoolean("save.never") ? Duration.ofDays(1) : Duration.ZERO);
    trainer.listen(stopAfter(Integer.getInteger("stop.after", Integer.MAX_VALUE)));
    System.out.println("begins");
    trainer.fit(Blobs.training(), Blobs.validation());
    if (trainer.history().epochs().size() == recipe().epochs()) {
      ModelSerializer.writeModel(
          trainer.net(), Files.newOutputStream(folder.resolve(FINISHED)), false);
    }
  }
}
