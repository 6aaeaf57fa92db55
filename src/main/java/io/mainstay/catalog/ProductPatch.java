package io.mainstay.catalog;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.ProblemType;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import jakarta.validation.Validator;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Applies a JSON Merge Patch to what may change of a product. Source: RFC 7396.
@Component
class ProductPatch {

    private final JsonMapper json;
    private final Validator validator;

    ProductPatch(JsonMapper json, Validator validator) {
        this.json = json;
        this.validator = validator;
    }

    /// @throws Refusal `malformed-request` for unknown members and wrong types, `validation-failed` for wrong values
    ProductChange apply(ObjectNode patch, Product product) {
        var target = json.<ObjectNode>valueToTree(ProductChange.none(product));
        merge(target, patch);
        var change = read(target);
        var errors = validator.validate(change).stream()
                .map(wrong -> new Problems.Violation("/" + wrong.getPropertyPath(), wrong.getMessage()))
                .sorted(Comparator.comparing(Problems.Violation::pointer)).toList();
        if (!errors.isEmpty()) {
            throw new Refusal(HttpProblems.VALIDATION_FAILED, "Some values are invalid.", Map.of("errors", errors));
        }
        return change;
    }

    /// `null` removes a member, an object is merged, anything else replaces. The patch's depth is bounded by its parser.
    private static void merge(ObjectNode target, ObjectNode patch) {
        for (var member : patch.properties()) {
            if (member.getValue().isNull()) {
                target.remove(member.getKey());
            } else if (member.getValue() instanceof ObjectNode inner) {
                merge(target.get(member.getKey()) instanceof ObjectNode present
                        ? present
                        : target.putObject(member.getKey()), inner);
            } else {
                target.set(member.getKey(), member.getValue());
            }
        }
    }

    private ProductChange read(JsonNode target) {
        try {
            return json.treeToValue(target, ProductChange.class);
        } catch (ValueInstantiationException invalid) {
            var reason = invalid.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : null;
            throw refusal(HttpProblems.VALIDATION_FAILED, invalid, reason == null ? "is invalid" : reason);
        } catch (JacksonException wrong) {
            throw refusal(HttpProblems.MALFORMED_REQUEST, wrong, "is unknown, missing or of the wrong type");
        }
    }

    private static Refusal refusal(ProblemType type, JacksonException cause, String detail) {
        var pointer = new StringBuilder();
        for (var step : cause.getPath()) {
            pointer.append('/').append(
                    String.valueOf(step.getPropertyName()).replace("~", "~0").replace("/", "~1"));
        }
        return new Refusal(type, "The product would be invalid.",
                Map.of("errors", List.of(new Problems.Violation(pointer.toString(), detail))));
    }
}
