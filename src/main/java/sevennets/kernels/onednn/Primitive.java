package sevennets.kernels.onednn;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.global.dnnl;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A oneDNN primitive and its arguments' memory objects, made once and run at every step on other
 * addresses, so that a step allocates nothing native. Its native half belongs to the plan within
 * which it is made.
 */
final class Primitive {
  private final Natives natives = Natives.planned();
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final int[] ids;
  private final dnnl_memory[] memories;
  private final Address[] addresses;
  private final dnnl_exec_arg_t arguments;

  /**
   * @param ids the arguments ({@code DNNL_ARG_*}), each described by {@code desc}; to be bound,
   *     owned or shared before the first run
   */
  Primitive(dnnl_primitive_desc desc, int... ids) {
    OneDnn.check(dnnl.dnnl_primitive_create(primitive, desc), "create a primitive");
    dnnl_primitive handle = primitive;
    natives.add(() -> dnnl.dnnl_primitive_destroy(handle));
    this.ids = ids;
    memories = new dnnl_memory[ids.length];
    addresses = new Address[ids.length];
    arguments = new dnnl_exec_arg_t(ids.length);
    for (int i = 0; i < ids.length; i++) {
      dnnl_memory memory = newMemory(layout(desc, ids[i]), 0);
      memories[i] = memory;
      addresses[i] = new Address(0);
      arguments.position(i).arg(ids[i]).memory(memory);
    }
    arguments.position(0);
  }

  /** The layout that a primitive wants of an argument. The descriptor belongs to {@code desc}. */
  static dnnl_memory_desc layout(dnnl_primitive_desc desc, int id) {
    return dnnl.dnnl_primitive_desc_query_md(desc, dnnl.dnnl_query_exec_arg_md, id);
  }

  private dnnl_memory newMemory(dnnl_memory_desc layout, long address) {
    dnnl_memory memory = new dnnl_memory();
    OneDnn.check(
        dnnl.dnnl_memory_create(memory, layout, OneDnn.engine(), new Address(address)),
        "create a memory object");
    natives.add(() -> dnnl.dnnl_memory_destroy(memory));
    return memory;
  }

  /** Lets oneDNN allocate this argument's memory, which lives as long as the plan. */
  Primitive own(dnnl_primitive_desc desc, int id) {
    put(id, newMemory(layout(desc, id), Address.ALLOCATE));
    return this;
  }

  /** Uses the memory of another primitive of the same plan for an argument. */
  Primitive share(int id, Primitive other, int otherId) {
    put(id, other.memories[other.index(otherId)]);
    if (other.natives != natives) throw new IllegalArgumentException("memory of another plan");
    return this;
  }

  private void put(int id, dnnl_memory memory) {
    int i = index(id);
    memories[i] = memory;
    arguments.position(i).memory(memory);
    arguments.position(0);
  }

  /** Reads or writes {@code array}, which must be dense, at the next run. */
  Primitive bind(int id, INDArray array) {
    return bind(id, OneDnn.address(array));
  }

  Primitive bind(int id, long address) {
    int i = index(id);
    synchronized (natives) {
      natives.requireOpen();
      OneDnn.check(
          dnnl.dnnl_memory_set_data_handle(memories[i], addresses[i].moveTo(address)),
          "set a memory's address");
    }
    return this;
  }

  void run() {
    synchronized (natives) {
      natives.requireOpen();
      OneDnn.check(
          dnnl.dnnl_primitive_execute(primitive, OneDnn.stream(), ids.length, arguments),
          "run a primitive");
    }
  }

  private int index(int id) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == id) {
        return i;
      }
    }
    throw new IllegalArgumentException("this primitive has no argument " + id);
  }
}
