package sevennets.kernel;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.dflib.jjava.shaded.org.eclipse.sisu.space.asm.ClassReader;
import org.dflib.jjava.shaded.org.eclipse.sisu.space.asm.ClassVisitor;
import org.dflib.jjava.shaded.org.eclipse.sisu.space.asm.ClassWriter;
import org.dflib.jjava.shaded.org.eclipse.sisu.space.asm.Label;
import org.dflib.jjava.shaded.org.eclipse.sisu.space.asm.MethodVisitor;
import org.dflib.jjava.shaded.org.eclipse.sisu.space.asm.Opcodes;

/**
 * A cell's compiled classes, so changed that every loop asks {@link Stopped} before it goes round.
 */
final class Loops {
  /** What JShell calls a statement. */
  private static final String STATEMENT = "do_it$";

  private static final String STOPPED = Stopped.class.getName().replace('.', '/');
  private static final int VERSION_AT = 4;

  private Loops() {}

  /** The class file as it came, if this ASM can't read it. */
  static byte[] stoppable(byte[] classFile) {
    try {
      return changed(classFile);
    } catch (RuntimeException unread) {
      return classFile;
    }
  }

  /**
   * JJava's ASM refuses versions that are younger than itself, though their form is the same: it is
   * shown its own.
   */
  private static byte[] changed(byte[] classFile) {
    ByteBuffer version = ByteBuffer.wrap(classFile.clone());
    int told = version.getInt(VERSION_AT);
    version.putInt(VERSION_AT, Math.min(told, Opcodes.V23));
    ClassReader reader = new ClassReader(version.array());
    ClassWriter writer = new ClassWriter(0);
    reader.accept(new Asking(writer), 0);
    byte[] changed = writer.toByteArray();
    ByteBuffer.wrap(changed).putInt(VERSION_AT, told);
    return changed;
  }

  private static final class Asking extends ClassVisitor {
    Asking(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new InMethod(next, name.equals(STATEMENT));
    }
  }

  /** A call without arguments or a result leaves the stack and its map as they were. */
  private static final class InMethod extends MethodVisitor {
    private final Set<Label> passed = new HashSet<>();
    private final boolean begins;

    InMethod(MethodVisitor next, boolean begins) {
      super(Opcodes.ASM9, next);
      this.begins = begins;
    }

    @Override
    public void visitCode() {
      super.visitCode();
      if (begins) {
        call("begin");
      }
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int operation, Label to) {
      if (passed.contains(to)) {
        call("ask");
      }
      super.visitJumpInsn(operation, to);
    }

    private void call(String method) {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, STOPPED, method, "()V", false);
    }
  }
}
