package sevennets.kernels.cudnn;

import static org.bytedeco.cuda.global.nvrtc.*;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** CUDA source to machine code for one kind of card; needs neither card nor driver. */
final class Nvrtc {
  private Nvrtc() {}

  /**
   * The code from the folder, or compiled now and kept there for the next time; where the folder
   * can't be written, compiled each time.
   */
  static byte[] cached(Path folder, String source, int capability) {
    Path file = folder.resolve(name(source, capability));
    try {
      if (Files.isRegularFile(file)) {
        return Files.readAllBytes(file);
      }
      byte[] code = compile(source, capability);
      Files.createDirectories(folder);
      // Whole or not at all: another process may be reading.
      Path whole = Files.createTempFile(folder, "kernels", ".tmp");
      Files.write(whole, code);
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
      return code;
    } catch (IOException e) {
      return compile(source, capability);
    }
  }

  /** By the source's digest, so that another source never finds this one's code. */
  static String name(String source, int capability) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
      return "sevennets-sm_%d-%s.cubin"
          .formatted(capability, HexFormat.of().formatHex(digest, 0, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param capability ten times the major number and the minor one, such as 90
   * @throws CudaException with the compiler's words if the source is wrong
   */
  static byte[] compile(String source, int capability) {
    _nvrtcProgram program = new _nvrtcProgram();
    check(
        nvrtcCreateProgram(
            program,
            new BytePointer(source),
            new BytePointer("sevennets.cu"),
            0,
            (PointerPointer<BytePointer>) null,
            (PointerPointer<BytePointer>) null),
        "begin");
    try (PointerPointer<BytePointer> options =
        new PointerPointer<>("-arch=sm_" + capability, "--std=c++17")) {
      if (nvrtcCompileProgram(program, 2, options) != 0) {
        throw new CudaException("sevennets.cu does not compile for compute capability %.1f: %s"
            .formatted(capability / 10.0, log(program)));
      }
      SizeTPointer size = new SizeTPointer(1);
      check(nvrtcGetCUBINSize(program, size), "say its code's size");
      BytePointer code = new BytePointer(size.get());
      check(nvrtcGetCUBIN(program, code), "give its code");
      byte[] bytes = new byte[(int) size.get()];
      code.get(bytes);
      return bytes;
    } finally {
      nvrtcDestroyProgram(program);
    }
  }

  private static String log(_nvrtcProgram program) {
    SizeTPointer size = new SizeTPointer(1);
    nvrtcGetProgramLogSize(program, size);
    BytePointer log = new BytePointer(size.get());
    nvrtcGetProgramLog(program, log);
    return log.getString().split("\0")[0].strip();
  }

  private static void check(int status, String what) {
    if (status != 0) {
      throw new CudaException(
          "NVRTC could not %s: %s".formatted(what, nvrtcGetErrorString(status).getString()));
    }
  }
}
