package sevennets.ops;

import org.nd4j.shade.jackson.annotation.JsonTypeInfo;
import org.nd4j.shade.jackson.databind.DatabindContext;
import org.nd4j.shade.jackson.databind.JavaType;
import org.nd4j.shade.jackson.databind.jsontype.impl.TypeIdResolverBase;

/**
 * What operations are called in a saved net: by a name of {@link Ops#ALL} and by no other, for a
 * saved net may come from a stranger, and a class that it names would be made.
 */
final class OpNames extends TypeIdResolverBase {

  @Override
  public String idFromValue(Object op) {
    return idFromValueAndType(op, op.getClass());
  }

  @Override
  public String idFromValueAndType(Object op, Class<?> type) {
    return Ops.name(type);
  }

  @Override
  public JavaType typeFromId(DatabindContext context, String name) {
    return Ops.ALL.stream()
        .filter(type -> type.getSimpleName().equals(name))
        .findFirst()
        .map(context::constructType)
        .orElseThrow(() -> new IllegalArgumentException(
            "the saved net has an operation '%s', which this version of Seven Nets does not know"
                .formatted(name)));
  }

  @Override
  public JsonTypeInfo.Id getMechanism() {
    return JsonTypeInfo.Id.CUSTOM;
  }
}
