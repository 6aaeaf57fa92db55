package io.mainstay.reference;

import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.caller.RequiresConfirmation;
import io.mainstay.http.IfMatch;
import io.mainstay.idempotency.IdempotencyProblems;
import io.mainstay.idempotency.IdempotentRequest;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.ProblemType;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/// Documents what an operation gets from its parameters' types and its annotations: headers, security, problems in the
/// order of precedence.
@Component
class OperationReference implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        operation.setOperationId(id(handler));
        var problems = new LinkedHashSet<ProblemType>();
        var permission = handler.getMethodAnnotation(RequiresPermission.class);
        if (permission != null || takes(handler, Caller.class)) {
            operation.addSecurityItem(new SecurityRequirement().addList(OpenApiConfiguration.BEARER));
            problems.add(HttpProblems.UNAUTHENTICATED);
        }
        if (permission != null) {
            problems.add(HttpProblems.FORBIDDEN);
            operation.description(
                    (operation.getDescription() == null ? "" : operation.getDescription() + " ") + "Permission: `"
                            + permission.value() + (permission.organization().isEmpty()
                                    ? "`."
                                    : "` in the organization."));
        }
        if (handler.hasMethodAnnotation(RequiresConfirmation.class)) {
            problems.add(HttpProblems.CONFIRMATION_REQUIRED);
        }
        if (hasParameter(handler, RequestBody.class)) {
            problems.addAll(List.of(HttpProblems.MALFORMED_REQUEST, HttpProblems.CONTENT_TOO_LARGE,
                    HttpProblems.UNSUPPORTED_MEDIA_TYPE, HttpProblems.VALIDATION_FAILED));
        } else if (operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(parameter -> "query".equals(parameter.getIn()))) {
            problems.add(HttpProblems.MALFORMED_REQUEST);
        }
        if (takes(handler, IdempotentRequest.class)) {
            operation.addParametersItem(header("Idempotency-Key", "Names this intent: a repeat with the same key gets "
                    + "the first answer. 1 to 255 printable ASCII characters.",
                    "7f1e0f0a-2c52-4c58-9a53-1b2d1f0c9a11"));
            problems.addAll(List.of(IdempotencyProblems.KEY_REQUIRED, IdempotencyProblems.KEY_INVALID,
                    IdempotencyProblems.IN_FLIGHT, IdempotencyProblems.KEY_REUSED));
        }
        if (takes(handler, IfMatch.class)) {
            operation.addParametersItem(header("If-Match", "The ETag of the version that is to be changed.", "\"3\""));
            problems.addAll(List.of(HttpProblems.PRECONDITION_REQUIRED, HttpProblems.PRECONDITION_FAILED));
        }
        if (hasParameter(handler, PathVariable.class)) {
            problems.add(HttpProblems.NOT_FOUND);
        }
        problems.add(HttpProblems.UNAVAILABLE);
        document(operation, problems);
        return operation;
    }

    /// What generated clients call it: the thing, then what is done to it, e.g. `orderPay`. It doesn't change when a further
    /// endpoint comes.
    private static String id(HandlerMethod handler) {
        var given = handler.getMethodAnnotation(io.swagger.v3.oas.annotations.Operation.class);
        if (given != null && !given.operationId().isEmpty()) {
            return given.operationId();
        }
        var thing = handler.getBeanType().getSimpleName().replaceFirst("(Controller|Endpoint)$", "");
        var verb = handler.getMethod().getName();
        return thing.substring(0, 1).toLowerCase(Locale.ROOT) + thing.substring(1)
                + verb.substring(0, 1).toUpperCase(Locale.ROOT) + verb.substring(1);
    }

    private static void document(Operation operation, Set<ProblemType> problems) {
        var responses = operation.getResponses() == null ? new ApiResponses() : operation.getResponses();
        Map<Integer, List<ProblemType>> byStatus = problems.stream().collect(Collectors
                .groupingBy(problem -> problem.status().value(), TreeMap::new, Collectors.toList()));
        byStatus.forEach((status, types) -> {
            var response = responses.computeIfAbsent(String.valueOf(status), _ -> new ApiResponse());
            var codes = types.stream().map(type -> "`" + type.code() + "`").collect(Collectors.joining(", "));
            // what the controller says of its own problems comes first
            response.description(response.getDescription() == null ? codes : response.getDescription() + ", " + codes);
        });
        responses.forEach((status, response) -> {
            if (status.compareTo("400") >= 0) {
                response.content(new Content().addMediaType("application/problem+json", new MediaType()
                        .schema(new Schema<>().$ref("#/components/schemas/" + OpenApiConfiguration.PROBLEM))));
            }
        });
        operation.setResponses(responses);
    }

    private static Parameter header(String name, String description, String example) {
        return new Parameter().in("header").name(name).required(true).description(description).example(example)
                .schema(new StringSchema());
    }

    private static boolean takes(HandlerMethod handler, Class<?> type) {
        return Arrays.stream(handler.getMethodParameters()).anyMatch(parameter -> parameter.getParameterType() == type);
    }

    private static boolean hasParameter(HandlerMethod handler,
            Class<? extends java.lang.annotation.Annotation> annotation) {
        return Arrays.stream(handler.getMethodParameters())
                .anyMatch(parameter -> parameter.hasParameterAnnotation(annotation));
    }
}
