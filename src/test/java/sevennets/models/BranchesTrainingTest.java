package sevennets.models;

import java.util.stream.Stream;

/** What {@link TrainingTest} holds the families of the road to, for those that branched off it. */
class BranchesTrainingTest extends TrainingTest {

  static Stream<Variant> nets() {
    return NarrowBranches.all();
  }
}
