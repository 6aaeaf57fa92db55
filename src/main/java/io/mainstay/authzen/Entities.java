package io.mainstay.authzen;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The words of the standard, as they come and go. Unlike the rest of this API it wants unknown members to be ignored, and
/// what is missing to be a 400. Properties are read and not used: whose a thing is, is looked up and not believed.
final class Entities {

    private Entities() {}

    /// @param id may be missing where subjects are searched for
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AccessSubject", example = """
            {"type": "account", "id": "account_01h455vb4pex5vsknk084sn02q"}""")
    record Subject(@Nullable String type, @Nullable String id, @Nullable Map<String, Object> properties) {}

    /// @param name a permission
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AccessAction", example = """
            {"name": "orders:read"}""")
    record Action(@Nullable String name, @Nullable Map<String, Object> properties) {}

    /// @param type `order`, `payment`, `organization` or `installation`
    /// @param id may be missing where resources are searched for; that of the installation is `mainstay`
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AccessResource", example = """
            {"type": "order", "id": "order_01h455vb4pex5vsknk084sn02q"}""")
    record Resource(@Nullable String type, @Nullable String id, @Nullable Map<String, Object> properties) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "AccessEvaluationRequest")
    record Evaluation(@Nullable Subject subject, @Nullable Action action, @Nullable Resource resource,
            @Nullable Map<String, Object> context) {

        Evaluation orElse(Evaluation defaults) {
            return new Evaluation(subject == null ? defaults.subject : subject,
                    action == null ? defaults.action : action, resource == null ? defaults.resource : resource,
                    context == null ? defaults.context : context);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "AccessEvaluationsOptions")
    record Options(@JsonProperty("evaluations_semantic") @Nullable String evaluationsSemantic) {}

    /// @param evaluations what is not in one of them is taken from the other members
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "AccessEvaluationsRequest")
    record Evaluations(@Nullable Subject subject, @Nullable Action action, @Nullable Resource resource,
            @Nullable Map<String, Object> context, @Nullable List<@Nullable Evaluation> evaluations,
            @Nullable Options options) {

        Evaluation defaults() {
            return new Evaluation(subject, action, resource, context);
        }
    }

    /// @param context why, if the caller may know
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "AccessDecision")
    record Answer(boolean decision, @Nullable Map<String, Object> context) {}

    @Schema(name = "AccessDecisions")
    record Answers(List<Answer> evaluations) {}

    /// @param token the `next_token` of the page before
    /// @param limit at least 1; more than the settings allow is as many as they allow
    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "AccessSearchPage")
    record PageRequest(@Nullable String token, @Nullable Integer limit, @Nullable Map<String, Object> properties) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    @Schema(name = "AccessSearchRequest")
    record Search(@Nullable Subject subject, @Nullable Action action, @Nullable Resource resource,
            @Nullable Map<String, Object> context, @Nullable PageRequest page) {}

    /// @param nextToken empty on the last page
    @Schema(name = "AccessSearchNextPage")
    record Page(@JsonProperty("next_token") String nextToken, int count) {}

    record Results<T>(Page page, List<T> results) {}
}
