package io.mainstay.providers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.money.Money;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Stripe's library against recorded shapes.
class StripeConformanceTests extends ProviderConformance {

    private static final String SECRET = "whsec_recorded";

    private WebhookCatcher catcher;
    private RecordedStripe stripe;
    private StripeAdapter adapter;

    @BeforeEach
    void start() throws IOException {
        catcher = WebhookCatcher.start("Stripe-Signature");
        stripe = RecordedStripe.start(catcher.url(), SECRET);
        adapter = new StripeAdapter(new StripeSettings(RecordedStripe.SECRET_KEY, SECRET, stripe.url()),
                new ProviderSettings("stripe", false, null, null, Duration.ofMillis(500), Duration.ofSeconds(1), 10),
                new WebhookSettings(65_536, Duration.ofMinutes(5), 3, Duration.ofSeconds(1), Duration.ofSeconds(1), 10,
                        Duration.ofDays(30)));
    }

    @AfterEach
    void stop() {
        stripe.close();
        catcher.close();
    }

    @Test
    void tellsRefusedRequestsFromFailedOnes() {
        stripe.fail(429, 1);
        assertThat(adapter.submit(authorize(1000, "EUR"))).isInstanceOf(Outcome.NotSent.class);
        stripe.fail(500, 1);
        assertThat(adapter.submit(authorize(1000, "EUR"))).isInstanceOf(Outcome.Unknown.class);
        stripe.fail(409, 1);
        assertThat(adapter.submit(authorize(1000, "EUR"))).isInstanceOf(Outcome.Unknown.class);
        assertThat(stripe.objects().captured("EUR")).isZero();
    }

    @Test
    void findsAmongManyPages() {
        var ask = authorize(1000, "EUR");
        var outcome = adapter.submit(ask);
        for (var other = 0; other < 5; other++) {
            var _ = adapter.submit(authorize(1, "EUR"));
        }
        assertThat(adapter.find(ask)).contains(outcome);
    }

    @Test
    void countsAsStripeDoes() {
        var _ = adapter.submit(authorize(1999, "JPY"));
        var _ = adapter.submit(authorize(5, "ISK"));
        assertThat(stripe.objects().captured("JPY")).isEqualTo(1999);
        assertThat(stripe.objects().captured("ISK")).isEqualTo(500);
        assertThat(StripeAmount.money(500, "isk")).isEqualTo(Money.of(5, "ISK"));
    }

    @Test
    void passesOverWhatOthersMadeOnTheAccount() {
        var webhook = signed("""
                {"id": "evt_1", "object": "event", "api_version": "%s", "created": 1, "type": \
                "payment_intent.succeeded", "data": {"object": {"id": "pi_1", "object": "payment_intent", \
                "status": "succeeded", "metadata": {}}}}""".formatted(com.stripe.Stripe.API_VERSION), Instant.now());
        assertThat(adapter.webhooks().orElseThrow().read(webhook.bytes()))
                .isEqualTo(new Announcement.Ignored("payment_intent.succeeded"));
    }

    private static Instruction.Authorize authorize(long amount, String currency) {
        return new Instruction.Authorize(OperationId.next(), Money.of(amount, currency), "pm_card_visa", true, null);
    }

    @Override
    protected PaymentProvider provider() {
        return adapter;
    }

    @Override
    protected PaymentProvider unreachable() {
        stripe.close();
        return adapter;
    }

    @Override
    protected TestValues values() {
        return new TestValues("pm_card_visa", "pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds",
                "pm_card_authenticationRequired", "pm_never_answered", "pm_card_createDispute", "pm_card_pendingRefund",
                "pm_card_refundFail", "ba_recorded", "ba_closed");
    }

    @Override
    protected List<SignedWebhook> announced() {
        return catcher.caught();
    }

    @Override
    protected SignedWebhook signed(String body, Instant at) {
        return SignedWebhook.of("Stripe-Signature", SECRET, at, body);
    }

    @Override
    protected void answer(URI page, boolean confirmed) {
        stripe.objects().answer(page.getPath().substring("/authenticate/".length()), confirmed);
    }

    @Override
    protected long captured(String currency) {
        return stripe.objects().captured(currency);
    }

    @Override
    protected void loseDispute(String dispute) {
        stripe.objects().lose(dispute);
    }
}
