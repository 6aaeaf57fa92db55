package io.mainstay.authzen;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How other programs ask for decisions.
///
/// @param policyDecisionPoint the public address of this installation, as its metadata name it
/// @param maxEvaluations decisions that one request can ask for
/// @param maxResults results on one page of a search
@Validated
@ConfigurationProperties("mainstay.authzen")
record AuthzenSettings(@DefaultValue("http://localhost:8080") URI policyDecisionPoint,
        @DefaultValue("50") @Min(1) @Max(1000) int maxEvaluations,
        @DefaultValue("100") @Min(1) @Max(1000) int maxResults) {

    @AssertTrue(message = "mainstay.authzen.policy-decision-point must be an http or https URL without query, fragment and slash at its end")
    boolean isPolicyDecisionPointAbsolute() {
        return ("http".equals(policyDecisionPoint.getScheme()) || "https".equals(policyDecisionPoint.getScheme()))
                && policyDecisionPoint.getHost() != null && policyDecisionPoint.getQuery() == null
                && policyDecisionPoint.getFragment() == null && !policyDecisionPoint.toString().endsWith("/");
    }
}
