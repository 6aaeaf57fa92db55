package io.mainstay.providers;

import com.stripe.exception.ApiConnectionException;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.RateLimitException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Payout;
import com.stripe.model.Refund;
import com.stripe.model.StripeError;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// What Stripe's objects and errors mean.
final class StripeOutcome {

    private static final int CONFLICT = 409;

    private StripeOutcome() {}

    static Outcome of(PaymentIntent intent) {
        return switch (intent.getStatus()) {
            case "succeeded", "requires_capture" -> new Outcome.Succeeded(intent.getId());
            case "processing" -> new Outcome.Pending(intent.getId());
            case "canceled" -> new Outcome.Declined("canceled");
            case "requires_payment_method" -> new Outcome.Declined(code(intent.getLastPaymentError(), "declined"));
            case "requires_action" -> action(intent);
            default -> new Outcome.Unknown("a payment intent that is " + intent.getStatus());
        };
    }

    static Outcome of(Refund refund) {
        return switch (refund.getStatus()) {
            case "succeeded" -> new Outcome.Succeeded(refund.getId());
            case "pending", "requires_action" -> new Outcome.Pending(refund.getId());
            case "failed", "canceled" -> new Outcome.Declined(or(refund.getFailureReason(), refund.getStatus()));
            default -> new Outcome.Unknown("a refund that is " + refund.getStatus());
        };
    }

    static Outcome of(Payout payout) {
        return switch (payout.getStatus()) {
            case "paid" -> new Outcome.Succeeded(payout.getId());
            case "pending", "in_transit" -> new Outcome.Pending(payout.getId());
            case "failed", "canceled" -> new Outcome.Declined(or(payout.getFailureCode(), payout.getStatus()));
            default -> new Outcome.Unknown("a payout that is " + payout.getStatus());
        };
    }

    /// An error without an object: nothing was done if Stripe refused the request itself.
    static Outcome of(StripeException failed) {
        var why = failed.getClass().getSimpleName() + " " + failed.getCode();
        return switch (failed) {
            case CardException card ->
                new Outcome.Declined(code(card.getStripeError(), or(card.getCode(), "declined")));
            case RateLimitException _,AuthenticationException _ -> new Outcome.NotSent(why);
            // the same key is being worked on
            case InvalidRequestException busy when Integer.valueOf(CONFLICT).equals(busy.getStatusCode()) ->
                new Outcome.Unknown(why);
            case InvalidRequestException invalid -> new Outcome.Declined(or(invalid.getCode(), "invalid_request"));
            case ApiConnectionException connection when neverConnected(connection) -> new Outcome.NotSent(why);
            // 5xx, a connection that broke, and another body under an earlier key
            case StripeException _ -> new Outcome.Unknown(why);
        };
    }

    private static Outcome action(PaymentIntent intent) {
        var action = intent.getNextAction();
        return action == null || action.getRedirectToUrl() == null
                ? new Outcome.Unknown("an action that is no redirection")
                : new Outcome.ActionRequired(intent.getId(), URI.create(action.getRedirectToUrl().getUrl()));
    }

    private static boolean neverConnected(ApiConnectionException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    // the same class as for an answer that didn't come in time
                    || cause instanceof SocketTimeoutException && "Connect timed out".equals(cause.getMessage())) {
                return true;
            }
        }
        return false;
    }

    private static String code(@Nullable StripeError error, String otherwise) {
        return error == null ? otherwise : or(error.getDeclineCode(), or(error.getCode(), otherwise));
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }
}
