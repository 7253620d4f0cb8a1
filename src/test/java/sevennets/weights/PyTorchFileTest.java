package sevennets.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code torch.save} writes is read in Java, and nothing that a file asks for is run. */
class PyTorchFileTest {
  @TempDir
  Path folder;

  /** {@code [[0, 1, 2], [3, 4, 5]]} under the name {@code a.weight}. */
  private static final String STATE = Pickled.dict("a.weight", Pickled.tensor("0", 0, "23", "31"));

  private Path zip(String pickle) throws IOException {
    return Pickled.zip(folder.resolve("net.pth"), pickle, 0, 1, 2, 3, 4, 5);
  }

  private static void assertNet(Path file) throws IOException {
    try (CheckpointFile checkpoint = CheckpointFile.open(file)) {
      assertThat(checkpoint.names()).containsExactly("a.weight");
      assertThat(checkpoint.shape("a.weight")).containsExactly(2, 3);
      assertThat(checkpoint.read("a.weight")).containsExactly(0, 1, 2, 3, 4, 5);
    }
  }

  @Test
  void theZipAndTheOlderStreamGiveTheSame() throws IOException {
    assertNet(zip(STATE));
    assertNet(Pickled.stream(folder.resolve("old.pth"), STATE, 0, 1, 2, 3, 4, 5));
  }

  @Test
  void aStateDictIsFoundUnderWhateverNameItHas() throws IOException {
    for (String key : new String[] {"state_dict", "model", "net", "ema_backbone"}) {
      assertNet(zip(Pickled.dict(key, STATE)));
      assertNet(zip(Pickled.dict("checkpoint", Pickled.dict(key, STATE))));
    }
  }

  @Test
  void whatIsNoTensorIsLeftUnlookedAt() throws IOException {
    for (String thing : new String[] {
      Pickled.call("torch", "device", Pickled.text("cpu")),
      Pickled.call("pathlib", "PosixPath", Pickled.text("/")),
      Pickled.call("collections", "defaultdict", "c__builtin__\nlist\n"),
      Pickled.call("builtins", "set", "(lp9\n"),
      Pickled.call("argparse", "Namespace", "") + "}X\2\0\0\0lrG?PbM\322\361\251\374sb",
      "ctorch\nfloat32\n",
    }) assertNet(zip(Pickled.dict2("args", thing, "state_dict", STATE)));
  }

  @Test
  void nothingIsRun() throws IOException {
    Path touched = folder.resolve("touched");
    assertNet(zip(Pickled.dict2(
        "evil", Pickled.call("os", "system", Pickled.text("touch " + touched)), "net", STATE)));
    assertThat(touched).doesNotExist();
  }

  @Test
  void whatTheOptimizerRemembersIsNoNet() throws IOException {
    assertNet(zip(Pickled.dict2("optimizer", STATE, "model", STATE)));
  }

  @Test
  void aMovingAverageBesideTheNetIsNotTheNet() throws IOException {
    assertNet(zip(Pickled.dict2("state_dict_ema", STATE, "state_dict", STATE)));
  }

  /** Forty modules, each of which holds the next one twice: 2^40 to whoever follows them all. */
  @Test
  @Timeout(10)
  void modulesWithinModulesAreCountedAndNotFollowedForEver() throws IOException {
    StringBuilder chain = new StringBuilder(module("}"));
    for (int depth = 0; depth < 40; depth++)
      chain
          .append("q" + (char) depth + "0")
          .append(module(Pickled.dict2("a", "h" + (char) depth, "b", "h" + (char) depth)));
    assertThatThrownBy(() -> CheckpointFile.open(zip(chain.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its modules lie within each other more than 100,000 times");
  }

  private static String module(String children) {
    return Pickled.call("my", "Net", "N") + Pickled.dict("_modules", children) + "b";
  }

  /** Forty lists, each of which holds the one before twice, in the place of a function's name. */
  @Test
  @Timeout(10)
  void whatIsCalledIsNotPutIntoWords() throws IOException {
    StringBuilder lists = new StringBuilder("]");
    for (int depth = 0; depth < 40; depth++) lists.append("q\0000]h\0ah\0a");
    assertNet(zip(Pickled.dict2("args", lists + ")R", "net", STATE)));
  }

  @Test
  void aTensorThatIsRebuiltOfItselfIsNone() throws IOException {
    String pickle = "ctorch._tensor\n_rebuild_from_type_v2\nq\1(h\1N]q\2h\1aNah\2atR";
    assertThatThrownBy(() -> CheckpointFile.open(zip(pickle)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Strides of 0: a file of a kilobyte that takes gigabytes. */
  @Test
  void aViewOfFarMoreThanIsStoredIsRefused() throws IOException {
    String extent = "(J\0\0\0\u0020t";
    String tensor = Pickled.tensor("0", 0, "2", "0").replace("(K\2t(K\0t", extent + "(K\0t");
    try (CheckpointFile file = CheckpointFile.open(zip(Pickled.dict("a.weight", tensor)))) {
      assertThat(file.shape("a.weight")).containsExactly(1 << 29);
      assertThatThrownBy(() -> file.read("a.weight"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its 536,870,912 elements are views of 1 that are stored");
    }
  }

  @Test
  void millionsOfEmptyListsAreRefused() throws IOException {
    assertThatThrownBy(() -> CheckpointFile.open(zip("]".repeat(3_000_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 2,000,000 parts");
  }

  @Test
  void anOffsetThatOverflowsIsRefused() throws IOException {
    String tensor =
        Pickled.tensor("0", 0, "2", "1").replace("K\0(K\2", "\u008a\10\0\0\0\0\0\0\0\u0060(K\2");
    assertThatThrownBy(() -> CheckpointFile.open(zip(Pickled.dict("a.weight", tensor))))
        .hasMessageContaining("a tensor's place makes no sense");
  }

  @Test
  void ofTwoNetsTheUserSaysWhich() throws IOException {
    Path file = zip(Pickled.dict2("generator", STATE, "critic", STATE));
    assertThatThrownBy(() -> CheckpointFile.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("several state dicts", "'generator'", "'critic'", "torch.save");
  }

  @Test
  void aTransposedViewIsPutInOrder() throws IOException {
    Path file = zip(Pickled.dict("t", Pickled.tensor("0", 0, "32", "13")));
    try (CheckpointFile checkpoint = CheckpointFile.open(file)) {
      assertThat(checkpoint.shape("t")).containsExactly(3, 2);
      assertThat(checkpoint.read("t")).containsExactly(0, 3, 1, 4, 2, 5);
    }
  }

  @Test
  void aTensorBeyondItsStorageIsRefused() throws IOException {
    Path file = zip(Pickled.dict("t", Pickled.tensor("0", 1, "23", "31")));
    try (CheckpointFile checkpoint = CheckpointFile.open(file)) {
      assertThatThrownBy(() -> checkpoint.read("t"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("tensor 't'", "24 bytes", "cut short");
    }
  }

  @Test
  void doublesAreRounded() throws IOException {
    Path file = Pickled.zipOfDoubles(folder.resolve("net.pth"), STATE, 0, 1, 2, 3, 4, 5);
    assertNet(file);
  }

  @Test
  void aFileThatEndsEarlyIsRefusedInOneSentence() throws IOException {
    byte[] whole =
        Files.readAllBytes(Pickled.stream(folder.resolve("old.pth"), STATE, 0, 1, 2, 3, 4, 5));
    for (int length = 20; length < whole.length; length += 7) {
      Path cut = folder.resolve("cut.pth");
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      part.write(whole, 0, length);
      Files.write(cut, part.toByteArray());
      assertThatThrownBy(() -> CheckpointFile.open(cut))
          .as("%d bytes", length)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("cannot read " + cut);
    }
  }

  @Test
  void aZipOfSomethingElseIsRefused() throws IOException {
    Path file = folder.resolve("net.zip");
    Pickled.entries(file, "x/other.txt", new byte[] {1});
    assertThatThrownBy(() -> CheckpointFile.open(file))
        .hasMessageContainingAll("cannot read", "a zip file, but not one of PyTorch's");
  }

  /** A thousand pairs that the file holds once and asks three thousand dicts to be made of. */
  @Test
  void oneListIsNotCopiedForEver() throws IOException {
    assertThatThrownBy(() -> CheckpointFile.open(zip(Pickled.dictsOfOneList(1_000, 3_000))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made of more than 2,000,000 entries in all");
  }

  @Test
  void oneShapeIsNotCopiedForEver() throws IOException {
    String shape = "(" + "K\1".repeat(1_000) + "tq\0000";
    String tensor = Pickled.tensor("0", 0, "1", "1").replace("(K\1t(K\1t", "h\0h\0");
    assertThatThrownBy(() -> CheckpointFile.open(zip(shape + (tensor + "0").repeat(1_500) + STATE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made of more than 2,000,000 entries in all");
  }

  @Test
  void tensorsThatModulesShareAreCounted() throws IOException {
    StringBuilder shared = new StringBuilder(Pickled.tensor("0", 0, "1", "1")).append("q\0000}(");
    for (int i = 0; i < 1_000; i++) shared.append(Pickled.text("t" + i)).append("h\0");
    shared.append("uq\0010").append("}(");
    String child =
        Pickled.call("my", "Net", "N") + Pickled.dict2("_modules", "}", "_parameters", "h\1") + "b";
    for (int i = 0; i < 150; i++) shared.append(Pickled.text("m" + i)).append(child);
    shared.append("uq\0020").append(module("h\2"));
    assertThatThrownBy(() -> CheckpointFile.open(zip(shared.toString())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its modules hold more than 100,000 tensors");
  }

  @Test
  void aModuleWithANameWithoutEndIsRefused() throws IOException {
    String inner = module(Pickled.dict("x".repeat(2_000), module("}")));
    assertThatThrownBy(() -> CheckpointFile.open(zip(inner)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a module or tensor in it has a name of more than 1,000 characters");
  }

  /** Under a key of a megabyte a path for each of them would be a gigabyte. */
  @Test
  void ofManyNetsUnderALongKeyAFewAreNamedInBrief() throws IOException {
    StringBuilder nets = new StringBuilder("}(");
    for (int i = 0; i < 1_000; i++) nets.append(Pickled.text("net" + i)).append(STATE);
    Path file = zip(Pickled.dict("k".repeat(1 << 20), nets + "u"));
    assertThatThrownBy(() -> CheckpointFile.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(e -> assertThat(e.getMessage())
            .contains("kkk....net0'", " and 990 more: save the one you mean")
            .hasSizeLessThan(4_000));
  }
}
