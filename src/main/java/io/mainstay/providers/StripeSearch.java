package io.mainstay.providers;

import com.stripe.exception.StripeException;
import com.stripe.model.HasId;
import com.stripe.model.MetadataStore;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Payout;
import com.stripe.model.Refund;
import com.stripe.model.StripeCollection;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.PayoutListParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.V1Services;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what Stripe made for an operation, by `metadata[operation]`, in its lists: those show what was just written,
/// which its search by metadata doesn't. An operation's id tells when it was begun, so only what was made about then is
/// looked through, newest first, and no longer than [#PAGES_WITHIN]: a shop with thousands of payments in those ninety
/// seconds gets no answer here, and learns by webhook.
final class StripeSearch {

    /// No further page is asked for afterwards.
    static final Duration PAGES_WITHIN = Duration.ofSeconds(1);

    private static final long PAGE = 100;
    private static final long SECONDS_BEFORE = 30;
    private static final long SECONDS_AFTER = 60;

    private final V1Services stripe;

    StripeSearch(V1Services stripe) {
        this.stripe = stripe;
    }

    private interface Page<T extends HasId> {

        StripeCollection<T> after(@Nullable String last) throws StripeException;
    }

    Optional<PaymentIntent> paymentIntent(OperationId operation) throws StripeException {
        var begun = begun(operation);
        return find(operation, last -> stripe.paymentIntents().list(PaymentIntentListParams.builder().setLimit(PAGE)
                .setCreated(PaymentIntentListParams.Created.builder().setGte(begun - SECONDS_BEFORE)
                        .setLte(begun + SECONDS_AFTER).build())
                .setStartingAfter(last).build()));
    }

    Optional<Refund> refund(OperationId operation, String paymentIntent) throws StripeException {
        return find(operation, last -> stripe.refunds().list(RefundListParams.builder().setLimit(PAGE)
                .setPaymentIntent(paymentIntent).setStartingAfter(last).build()));
    }

    Optional<Payout> payout(OperationId operation) throws StripeException {
        var begun = begun(operation);
        return find(operation, last -> stripe.payouts().list(PayoutListParams.builder().setLimit(PAGE)
                .setCreated(PayoutListParams.Created.builder().setGte(begun - SECONDS_BEFORE)
                        .setLte(begun + SECONDS_AFTER).build())
                .setStartingAfter(last).build()));
    }

    private static <T extends MetadataStore<T> & HasId> Optional<T> find(OperationId operation, Page<T> pages)
            throws StripeException {
        var begin = System.nanoTime();
        String last = null;
        while (true) {
            var page = pages.after(last);
            var found = page.getData().stream().filter(
                    made -> operation.toString().equals(made.getMetadata().get(StripeAdapter.OPERATION))).findFirst();
            if (found.isPresent() || !Boolean.TRUE.equals(page.getHasMore()) || page.getData().isEmpty()) {
                return found;
            }
            if (System.nanoTime() - begin > PAGES_WITHIN.toNanos()) {
                throw new IllegalStateException("too many to look through");
            }
            last = page.getData().getLast().getId();
        }
    }

    /// Seconds of the epoch: a UUIDv7 begins with its milliseconds.
    private static long begun(OperationId operation) {
        return (operation.value().getMostSignificantBits() >>> 16) / 1000;
    }
}
