package io.mainstay.providers;

import com.stripe.StripeClient;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCancelParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PayoutCreateParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.service.V1Services;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Speaks to Stripe by its own library, in the API version that the library is pinned to. The idempotency key is the
/// operation's id, which Stripe keeps for a day at least, and so are `metadata[operation]` of what's made, by which it is
/// found again.
///
/// Authorizations are payment intents, confirmed at once; captures may be several where the card network lets them.
/// Payouts go from the account's own balance to one of its own bank accounts, by `standard` method: paying somebody else
/// out needs connected accounts, which this doesn't do. Captures and cancellations are announced by no event of their
/// own: a lost answer is asked for.
@Component
@ConditionalOnProperty("mainstay.providers.stripe.secret-key")
class StripeAdapter implements PaymentProvider {

    static final String OPERATION = "operation";

    private final V1Services stripe;
    private final StripeSearch search;
    private final Duration longestCall;
    private final @Nullable WebhookReader webhooks;

    StripeAdapter(StripeSettings stripe, ProviderSettings settings, WebhookSettings webhooks) {
        var base = stripe.apiBase().toString();
        this.stripe = StripeClient.builder().setApiKey(Objects.requireNonNull(stripe.secretKey())).setApiBase(base)
                .setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setReadTimeout(Math.toIntExact(settings.readTimeout().toMillis()))
                // repeats are ours, within the bound of a call
                .setMaxNetworkRetries(0).build().v1();
        this.search = new StripeSearch(this.stripe);
        this.longestCall = settings.connectTimeout().plus(settings.readTimeout()).plus(StripeSearch.PAGES_WITHIN);
        var secret = stripe.webhookSecret();
        this.webhooks = secret == null ? null : new StripeWebhooks(secret, webhooks.tolerance());
    }

    @Override
    public String name() {
        return "stripe";
    }

    @Override
    public Duration longestCall() {
        return longestCall;
    }

    @Override
    public Optional<WebhookReader> webhooks() {
        return Optional.ofNullable(webhooks);
    }

    @Override
    public Outcome submit(Instruction instruction) {
        try {
            return switch (instruction) {
                case Instruction.Authorize ask -> StripeOutcome.of(
                        stripe.paymentIntents().create(StripeAuthorization.params(ask), options(ask)));
                case Instruction.Capture ask -> capture(ask);
                case Instruction.Cancel ask -> cancelled(stripe.paymentIntents().cancel(ask.authorization(),
                        PaymentIntentCancelParams.builder().build(), options(ask)));
                case Instruction.Refund ask -> StripeOutcome.of(stripe.refunds().create(RefundCreateParams.builder()
                        .setPaymentIntent(ask.authorization()).setAmount(StripeAmount.of(ask.amount()))
                        .putMetadata(OPERATION, ask.operation().toString()).build(), options(ask)));
                case Instruction.PayOut ask -> StripeOutcome.of(stripe.payouts().create(PayoutCreateParams.builder()
                        .setAmount(StripeAmount.of(ask.amount())).setCurrency(StripeAmount.currency(ask.amount()))
                        .setDestination(ask.destination()).putMetadata(OPERATION, ask.operation().toString()).build(),
                        options(ask)));
            };
        } catch (StripeException failed) {
            return StripeOutcome.of(failed);
        } catch (RuntimeException failed) {
            return new Outcome.Unknown(failed.toString());
        }
    }

    @Override
    public Optional<Outcome> find(Instruction instruction) {
        try {
            var operation = instruction.operation();
            return switch (instruction) {
                case Instruction.Authorize _ -> search.paymentIntent(operation).map(StripeOutcome::of);
                case Instruction.Capture ask -> Optional.of(stripe.paymentIntents().retrieve(ask.authorization()))
                        .filter(intent -> intent.getMetadata().containsKey(operation.toString()))
                        .map(intent -> new Outcome.Succeeded(intent.getId()));
                case Instruction.Cancel ask -> Optional.of(stripe.paymentIntents().retrieve(ask.authorization()))
                        .filter(intent -> intent.getStatus().equals("canceled")).map(StripeAdapter::cancelled);
                case Instruction.Refund ask -> search.refund(operation, ask.authorization()).map(StripeOutcome::of);
                case Instruction.PayOut _ -> search.payout(operation).map(StripeOutcome::of);
            };
        } catch (StripeException failed) {
            return Optional.of(new Outcome.Unknown(failed.getClass().getSimpleName() + " " + failed.getCode()));
        } catch (RuntimeException failed) {
            return Optional.of(new Outcome.Unknown(failed.toString()));
        }
    }

    private Outcome capture(Instruction.Capture ask) throws StripeException {
        var params = PaymentIntentCaptureParams.builder().setAmountToCapture(StripeAmount.of(ask.amount()))
                // beside those of other captures: an intent has no list of them
                .putMetadata(ask.operation().toString(), String.valueOf(ask.amount().amount()));
        if (!ask.last()) {
            // where it's the last one it goes without saying, also with cards that know one capture only
            params.setFinalCapture(false);
        }
        return StripeOutcome.of(stripe.paymentIntents().capture(ask.authorization(), params.build(), options(ask)));
    }

    private static Outcome cancelled(PaymentIntent intent) {
        return intent.getStatus().equals("canceled")
                ? new Outcome.Succeeded(intent.getId())
                : new Outcome.Unknown("a payment intent that is " + intent.getStatus() + " after it was cancelled");
    }

    private static RequestOptions options(Instruction instruction) {
        return RequestOptions.builder().setIdempotencyKey(instruction.operation().toString()).build();
    }
}
