package sevennets.kernels.cudnn;

import java.util.List;

/**
 * What executes calls: a card, or in the tests a processor that stands in for one. Work is done in
 * the order it was asked for, and may be done later; {@link #await} and {@link #read} wait for it.
 */
interface Device extends AutoCloseable {

  /** The card's name, its driver and libraries. */
  String description();

  /** A block of so many bytes; freed with the device. */
  long allocate(long bytes);

  void free(long address);

  /** Bytes that the card has free. */
  long freeBytes();

  void write(long address, float[] values);

  void write(long address, byte[] values);

  void write(long address, long[] values);

  void read(long address, float[] values);

  /**
   * How many bytes of scratch a convolution wants; asked once for each shape and direction.
   *
   * @param brain whether its factors are bfloat16
   */
  long room(Call.Direction direction, Call.ConvShape shape, boolean add, boolean brain);

  /** Whether the factors of products are to be rounded to bfloat16. */
  boolean rounds();

  /**
   * Whether the device has a way for all directions of a convolution whose factors are bfloat16.
   */
  boolean takesBrain(Call.ConvShape shape);

  /** Said when a net's calls are all prepared: what was chosen for them may be kept. */
  default void prepared() {}

  /** Gets a call ready, whose areas have their places: so that a step only launches. */
  Runnable prepare(Call call);

  /**
   * The calls as one thing to do: where the device can, captured once and replayed. They have been
   * run once before.
   */
  Runnable capture(List<Runnable> calls);

  void await();

  /**
   * Host memory that copies to the card beside its work.
   *
   * @return a buffer of so many floats, native order
   */
  java.nio.FloatBuffer pinned(int floats);

  /**
   * Begins to copy a {@link #pinned} buffer's first numbers, beside the work at hand;
   * {@link #arrived} says when later work may read it.
   */
  void send(long address, java.nio.FloatBuffer pinned, int floats);

  /** Makes the work asked for from now on wait for all that was sent. */
  void arrived();

  @Override
  void close();
}
