package io.mainstay.providers;

import com.stripe.exception.EventDataObjectDeserializationException;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Dispute;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Payout;
import com.stripe.model.Refund;
import com.stripe.model.StripeObject;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Stripe's events. The endpoint at Stripe has to be made for the library's API version, and to send
/// `payment_intent.{succeeded, amount_capturable_updated, requires_action, processing, payment_failed}`,
/// `refund.{created, updated, failed}`, `charge.dispute.*`, and `payout.*`; others are passed over.
final class StripeWebhooks implements WebhookReader {

    private static final String HEADER = "Stripe-Signature";

    private final String secret;
    private final Duration tolerance;

    StripeWebhooks(String secret, Duration tolerance) {
        this.secret = secret;
        this.tolerance = tolerance;
    }

    @Override
    public Event verify(byte[] body, Function<String, @Nullable String> header, Instant now) {
        var signature = header.apply(HEADER);
        // the library lets the future pass
        TimedSignature.of(signature).requireRecent(tolerance, now);
        try {
            var event = Webhook.constructEvent(text(body), signature, secret, tolerance.toSeconds(),
                    Clock.fixed(now, ZoneOffset.UTC));
            return new Event(event.getId(), event.getType());
        } catch (SignatureVerificationException _) {
            throw new UnverifiedWebhook("The signature is wrong.");
        } catch (RuntimeException _) {
            throw new UnverifiedWebhook("The body is no event.");
        }
    }

    @Override
    public Announcement read(byte[] body) {
        var event = Webhook.constructEventWithoutVerification(text(body));
        var type = event.getType();
        return switch (type) {
            case "payment_intent.succeeded", "payment_intent.amount_capturable_updated",
                    "payment_intent.requires_action", "payment_intent.processing", "payment_intent.payment_failed" -> {
                var intent = (PaymentIntent) object(event);
                yield changed(type, intent.getMetadata(), () -> StripeOutcome.of(intent));
            }
            case "refund.created", "refund.updated", "refund.failed" -> {
                var refund = (Refund) object(event);
                yield changed(type, refund.getMetadata(), () -> StripeOutcome.of(refund));
            }
            case "payout.created", "payout.updated", "payout.paid", "payout.failed", "payout.canceled" -> {
                var payout = (Payout) object(event);
                yield changed(type, payout.getMetadata(), () -> StripeOutcome.of(payout));
            }
            case "charge.dispute.created", "charge.dispute.updated", "charge.dispute.closed",
                    "charge.dispute.funds_withdrawn", "charge.dispute.funds_reinstated" ->
                dispute(type, (Dispute) object(event), Instant.ofEpochSecond(event.getCreated()));
            default -> new Announcement.Ignored(type);
        };
    }

    /// What has no operation of ours was made by hand, or by another program on the account.
    private static Announcement changed(String type, @Nullable Map<String, String> metadata,
            Supplier<Outcome> outcome) {
        var operation = metadata == null ? null : metadata.get(StripeAdapter.OPERATION);
        return operation == null
                ? new Announcement.Ignored(type)
                : new Announcement.OperationChanged(OperationId.of(operation), outcome.get());
    }

    private static Announcement dispute(String type, Dispute dispute, Instant at) {
        var intent = dispute.getPaymentIntent();
        if (intent == null) {
            return new Announcement.Ignored(type);
        }
        return new Announcement.DisputeChanged(dispute.getId(), intent,
                StripeAmount.money(dispute.getAmount(), dispute.getCurrency()), dispute.getReason(),
                dispute.getStatus(), at);
    }

    private static StripeObject object(com.stripe.model.Event event) {
        try {
            return event.getDataObjectDeserializer().deserializeUnsafe();
        } catch (EventDataObjectDeserializationException failed) {
            throw new IllegalStateException("an event that the library cannot read", failed);
        }
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
