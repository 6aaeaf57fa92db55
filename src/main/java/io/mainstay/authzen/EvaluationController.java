package io.mainstay.authzen;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mainstay.authorization.Permission;
import io.mainstay.authorization.RequiresPermission;
import io.mainstay.caller.Caller;
import io.mainstay.caller.OpenToEveryone;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Decisions for other programs. Source: AuthZEN Authorization API 1.0.
@RestController
@Tag(name = "Access")
class EvaluationController {

    private static final CacheControl METADATA_CACHING = CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private final Evaluator evaluator;
    private final AuthzenSettings settings;

    EvaluationController(Evaluator evaluator, AuthzenSettings settings) {
        this.evaluator = evaluator;
        this.settings = settings;
    }

    @Schema(name = "AuthzenConfiguration")
    record Metadata(@JsonProperty("policy_decision_point") String policyDecisionPoint,
            @JsonProperty("access_evaluation_endpoint") String evaluation,
            @JsonProperty("access_evaluations_endpoint") String evaluations,
            @JsonProperty("search_subject_endpoint") String subjects,
            @JsonProperty("search_resource_endpoint") String resources,
            @JsonProperty("search_action_endpoint") String actions) {}

    @PostMapping("/access/v1/evaluation")
    @RequiresPermission(Permission.ACCESS_CHECK)
    @ApiResponse(responseCode = "200", description = "The decision; a denial is one too.", content = @Content(schema = @Schema(implementation = Entities.Answer.class)))
    @Operation(summary = "Ask whether somebody may do something", description = "AuthZEN Access Evaluation. About oneself, or with access:evaluate about others. The context says why to those who may know: about oneself, or with access:explain. Whose a thing is, is looked up; properties are not believed.")
    ResponseEntity<Entities.Answer> evaluation(Caller caller, @RequestBody Entities.Evaluation request) {
        return fresh(evaluator.evaluate(caller, request));
    }

    @PostMapping("/access/v1/evaluations")
    @RequiresPermission(Permission.ACCESS_CHECK)
    @ApiResponse(responseCode = "200", description = "The decisions in the order of the request; without evaluations, the one decision.", content = @Content(schema = @Schema(oneOf = {
            Entities.Answers.class, Entities.Answer.class})))
    @Operation(summary = "Ask several decisions at once", description = "AuthZEN Access Evaluations, up to 50, with execute_all, deny_on_first_deny or permit_on_first_permit.")
    ResponseEntity<Object> evaluations(Caller caller, @RequestBody Entities.Evaluations request) {
        var evaluations = request.evaluations();
        if (evaluations == null || evaluations.isEmpty()) {
            return fresh(evaluator.evaluate(caller, request.defaults()));
        }
        List<Entities.Evaluation> present = new ArrayList<>();
        for (var evaluation : evaluations) {
            if (evaluation == null) {
                throw Reading.malformed("/evaluations/" + present.size(), "is required");
            }
            present.add(evaluation);
        }
        return fresh(new Entities.Answers(evaluator.evaluate(caller, request, present)));
    }

    @GetMapping("/.well-known/authzen-configuration")
    @OpenToEveryone
    @Operation(summary = "Where decisions can be asked for", description = "AuthZEN Policy Decision Point Metadata.")
    ResponseEntity<Metadata> metadata() {
        var here = settings.policyDecisionPoint().toString();
        var search = here + "/access/v1/search/";
        return ResponseEntity.ok().cacheControl(METADATA_CACHING).body(new Metadata(here,
                here + "/access/v1/evaluation", here + "/access/v1/evaluations", search + "subject",
                search + "resource", search + "action"));
    }

    private static <T> ResponseEntity<T> fresh(T body) {
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(body);
    }
}
