package io.mainstay;

import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;

/// Start-up failures that come from a setting. Names the setting, the rule and where it was set, and never the value:
/// the setting may be a secret.
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WrongSetting extends AbstractFailureAnalyzer<BindException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        var invalid = findCause(cause, BindValidationException.class);
        return new FailureAnalysis(invalid == null ? unreadable(cause) : broken(invalid), null, cause);
    }

    private static String unreadable(BindException cause) {
        var property = cause.getProperty();
        var name = property == null ? cause.getName().toString() : property.getName().toString();
        var type = cause.getTarget().getType().resolve(Object.class).getSimpleName();
        return "The setting " + name + " cannot be read as " + type + origin(cause.getOrigin()) + ".";
    }

    private static String broken(BindValidationException invalid) {
        var prefix = invalid.getValidationErrors().getName().toString();
        return invalid.getValidationErrors()
                .getAllErrors()
                .stream()
                .map(error -> "The setting " + rule(prefix, error) + origin(Origin.from(error)) + ".")
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /// A rule over several settings names them itself.
    private static String rule(String prefix, ObjectError error) {
        var message = String.valueOf(error.getDefaultMessage());
        return message.startsWith(prefix + ".") ? message : name(prefix, error) + " " + message;
    }

    private static String name(String prefix, ObjectError error) {
        return error instanceof FieldError field ? prefix + "." + kebab(field.getField()) : prefix;
    }

    private static String kebab(String field) {
        return field.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static String origin(@Nullable Origin origin) {
        return origin == null ? "" : " (set by " + origin + ")";
    }
}
