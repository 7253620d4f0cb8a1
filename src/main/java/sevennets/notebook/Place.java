package sevennets.notebook;

/** A place below a cell. The first thing shown there appears, each later one takes its stead. */
interface Place {
  void show(Shown shown);
}
