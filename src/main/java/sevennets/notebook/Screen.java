package sevennets.notebook;

/** A place below a cell where something is shown, and later something else in its stead. */
interface Screen {
  /**
   * Shows a new output.
   *
   * @return the id by which {@link #update} finds it again
   */
  String display(Shown shown);

  /** Shows something else in the place of an earlier output, wherever it stands. */
  void update(String id, Shown shown);
}
