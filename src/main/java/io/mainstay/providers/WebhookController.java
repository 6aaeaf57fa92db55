package io.mainstay.providers;

import io.mainstay.caller.OpenToEveryone;
import io.mainstay.http.BoundedBody;
import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Where providers tell what has happened. It's kept before it's answered, and has its effect afterwards.
@RestController
@Tag(name = "Webhooks in")
class WebhookController {

    private final PaymentProviders providers;
    private final WebhookInbox inbox;
    private final WebhookSettings settings;
    private final MeterRegistry meters;
    private final Clock clock;

    WebhookController(PaymentProviders providers, WebhookInbox inbox, WebhookSettings settings, MeterRegistry meters,
            Clock clock) {
        this.providers = providers;
        this.inbox = inbox;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
    }

    @OpenToEveryone
    @Operation(summary = "Announce what happened at a payment provider", description = "For providers: the signature over the raw body, no more than five minutes old, is what counts. An event that is known "
            + "already is accepted and has no second effect. No Idempotency-Key: the event's own id is one.", requestBody = @RequestBody(description = "As the provider writes it, up to 64 KiB.", content = @Content(mediaType = "application/json", schema = @Schema(type = "object"))))
    @ApiResponse(responseCode = "202", description = "Kept; it takes effect soon.", content = @Content)
    @ApiResponse(responseCode = "400", description = "`webhook-unverified`: the signature is missing, wrong, or too old, or the body is no event; nothing was kept")
    @ApiResponse(responseCode = "404", description = "`not-found`: no such provider is configured")
    @ApiResponse(responseCode = "413", description = "`content-too-large`")
    @PostMapping("/v1/webhooks/{provider}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void receive(@PathVariable String provider, HttpServletRequest request) {
        var reader = providers.webhooksOf(provider).orElseThrow(
                () -> new Refusal(HttpProblems.NOT_FOUND, "There is nothing at this address."));
        var body = BoundedBody.of(request);
        if (body.length > settings.maxBodyBytes()) {
            throw new Refusal(HttpProblems.CONTENT_TOO_LARGE,
                    "A body may have up to " + settings.maxBodyBytes() + " bytes.");
        }
        WebhookReader.Event event;
        try {
            event = reader.verify(body, request::getHeader, clock.instant());
        } catch (UnverifiedWebhook unverified) {
            count(provider, "unverified");
            throw unverified;
        }
        count(provider, inbox.keep(provider, event, body) ? "kept" : "known");
    }

    private void count(String provider, String result) {
        meters.counter("mainstay.webhooks.received", "provider", provider, "result", result).increment();
    }
}
