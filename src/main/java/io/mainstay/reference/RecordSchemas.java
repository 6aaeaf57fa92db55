package io.mainstay.reference;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.lang.reflect.AnnotatedElement;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What springdoc can't know of our records: a component is required unless it's `@Nullable`, and a typed id is a text.
class RecordSchemas implements ModelConverter {

    @Override
    public @Nullable Schema<?> resolve(AnnotatedType type, ModelConverterContext context,
            Iterator<ModelConverter> chain) {
        var raw = raw(type);
        if (raw != null && raw.isRecord() && isText(raw)) {
            return new StringSchema().example(example(raw));
        }
        if (!chain.hasNext()) {
            return null;
        }
        var schema = chain.next().resolve(type, context, chain);
        if (schema != null && raw != null && raw.isRecord()) {
            var model = schema.get$ref() == null
                    ? schema
                    : context.getDefinedModels().get(schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1));
            if (model != null && model.getProperties() != null) {
                Arrays.stream(raw.getRecordComponents())
                        .filter(component -> model.getProperties().containsKey(component.getName()))
                        .filter(component -> !isNullable(component.getAnnotatedType())
                                && !component.getAccessor().isAnnotationPresent(JsonIgnore.class))
                        .filter(component -> model.getRequired() == null
                                || !model.getRequired().contains(component.getName()))
                        .forEach(component -> model.addRequiredItem(component.getName()));
            }
        }
        return schema;
    }

    private static @Nullable Class<?> raw(AnnotatedType type) {
        return switch (type.getType()) {
            case null -> null;
            case Class<?> raw -> raw;
            case JavaType java -> java.getRawClass();
            default -> Json.mapper().constructType(type.getType()).getRawClass();
        };
    }

    private static boolean isText(Class<?> raw) {
        return Arrays.stream(raw.getDeclaredMethods()).anyMatch(
                method -> method.isAnnotationPresent(JsonValue.class) && method.getReturnType() == String.class);
    }

    /// Of an id one with its prefix, of another text what it says itself.
    private static @Nullable String example(Class<?> raw) {
        var name = raw.getSimpleName();
        if (name.endsWith("Id")) {
            return name.substring(0, name.length() - 2).toLowerCase(Locale.ROOT) + "_01h455vb4pex5vsknk084sn02q";
        }
        var described = raw.getAnnotation(io.swagger.v3.oas.annotations.media.Schema.class);
        return described == null || described.example().isEmpty() ? null : described.example();
    }

    private static boolean isNullable(AnnotatedElement type) {
        return Set.of(type.getAnnotations()).stream()
                .anyMatch(annotation -> annotation.annotationType() == Nullable.class);
    }
}
