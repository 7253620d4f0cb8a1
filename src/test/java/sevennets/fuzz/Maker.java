package sevennets.fuzz;

import java.io.IOException;

/** Makes a kind, its seeds with it: some need a net, and none is needed to fuzz a table. */
@FunctionalInterface
public interface Maker {
  Kind make() throws IOException;
}
