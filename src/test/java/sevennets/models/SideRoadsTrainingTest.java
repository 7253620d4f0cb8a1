package sevennets.models;

import java.util.stream.Stream;

/** What {@link TrainingTest} holds the families of the road to, for the side roads. */
class SideRoadsTrainingTest extends TrainingTest {

  static Stream<Variant> nets() {
    return NarrowSideRoads.all();
  }
}
