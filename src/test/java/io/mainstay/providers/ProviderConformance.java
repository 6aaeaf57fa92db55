package io.mainstay.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mainstay.money.Money;
import io.mainstay.providers.Instruction.Authorize;
import io.mainstay.providers.Instruction.Cancel;
import io.mainstay.providers.Instruction.Capture;
import io.mainstay.providers.Instruction.PayOut;
import io.mainstay.providers.Instruction.Refund;
import io.mainstay.providers.Outcome.ActionRequired;
import io.mainstay.providers.Outcome.Declined;
import io.mainstay.providers.Outcome.NotSent;
import io.mainstay.providers.Outcome.Pending;
import io.mainstay.providers.Outcome.Succeeded;
import io.mainstay.providers.Outcome.Unknown;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/// What every adapter has to do, whichever provider is behind it: the conformance kit.
///
/// To run it against a third adapter, take the artefact `io.mainstay:mainstay` of type `test-jar` (classifier
/// `conformance`) beside JUnit, AssertJ and Awaitility, write a class `…Tests` that extends this one, and give it the
/// adapter, the provider's test values, and what the provider announced; [#provider()] must speak to a provider that
/// lives for one test method at least. Money is moved there: never against a live account.
///
/// The adapter alone is meant, without what `mainstay` puts around it: no repeats, no circuit breaker.
public abstract class ProviderConformance {

    private static final URI BACK = URI.create("https://shop.example/back");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// The provider's test values.
    ///
    /// @param good a payment method that succeeds
    /// @param declined one that is declined
    /// @param declineCode with this code
    /// @param confirmed one that the customer has to confirm
    /// @param timesOut one that is authorized without an answer within the adapter's time-out
    /// @param disputed one whose payment is disputed after it was captured
    /// @param pendingRefund one whose refunds succeed later
    /// @param failingRefund one whose refunds fail later
    /// @param destination a destination that payouts reach
    /// @param failingDestination one whose payouts fail later
    public record TestValues(String good, String declined, String declineCode, String confirmed, String timesOut,
            String disputed, String pendingRefund, String failingRefund, String destination,
            String failingDestination) {}

    protected abstract PaymentProvider provider();

    /// An adapter of the same kind whose provider can't be reached: nothing listens at its address.
    protected abstract PaymentProvider unreachable();

    protected abstract TestValues values();

    /// Everything that the provider has posted so far, in the order in which it came.
    protected abstract List<SignedWebhook> announced();

    /// Signed by the provider's secret, at that time.
    protected abstract SignedWebhook signed(String body, Instant at);

    /// Does at the provider what a customer does who confirms, or denies.
    protected abstract void answer(URI page, boolean confirmed);

    /// The minor units that the provider has captured, by its own count.
    protected abstract long captured(String currency);

    /// What a dispute ends with; the provider is told by its own means.
    protected abstract void loseDispute(String dispute);

    @Test
    public void nameIsStorable() {
        assertThat(provider().name()).matches("[a-z]{1,20}");
        assertThat(provider().longestCall()).isPositive();
    }

    @Test
    public void capturesAtOnce() {
        var ask = authorize(values().good(), 1999, true);
        var reference = succeeded(provider().submit(ask));
        assertThat(provider().find(ask)).contains(new Succeeded(reference));
        assertThat(captured("EUR")).isEqualTo(1999);
    }

    @Test
    public void declinesWithTheProvidersWord() {
        var ask = authorize(values().declined(), 1999, true);
        var declined = new Declined(values().declineCode());
        assertThat(provider().submit(ask)).isEqualTo(declined);
        assertThat(provider().submit(ask)).isEqualTo(declined);
        assertThat(provider().find(ask)).contains(declined);
        assertThat(captured("EUR")).isZero();
    }

    @Test
    public void knowsNothingOfWhatItWasNeverAsked() {
        var reference = succeeded(provider().submit(authorize(values().good(), 1000, false)));
        assertThat(provider().find(authorize(values().good(), 1000, true))).isEmpty();
        assertThat(provider().find(capture(reference, 1000, true))).isEmpty();
        assertThat(provider().find(new Cancel(OperationId.next(), eur(1000), reference))).isEmpty();
        assertThat(provider().find(refund(reference, 1000))).isEmpty();
        assertThat(provider().find(new PayOut(OperationId.next(), eur(1000), values().destination()))).isEmpty();
    }

    @Test
    public void movesNoMoneyTwiceUnderOneOperation() {
        var ask = authorize(values().good(), 1000, false);
        var reference = succeeded(provider().submit(ask));
        assertThat(provider().submit(ask)).isEqualTo(new Succeeded(reference));
        var part = capture(reference, 400, true);
        succeeded(provider().submit(part));
        succeeded(provider().submit(part));
        assertThat(captured("EUR")).isEqualTo(400);
        var back = refund(reference, 300);
        var refunded = provider().submit(back);
        assertThat(provider().submit(back)).isEqualTo(refunded);
        // would be beyond what was captured if the first had counted twice
        succeeded(provider().submit(refund(reference, 100)));
    }

    @Test
    public void leavesAnotherBodyUnderAnEarlierOperationUnknown() {
        var ask = authorize(values().good(), 1000, true);
        succeeded(provider().submit(ask));
        var other = new Authorize(ask.operation(), eur(1001), values().good(), true, BACK);
        assertThat(provider().submit(other)).isInstanceOf(Unknown.class);
        assertThat(captured("EUR")).isEqualTo(1000);
    }

    @Test
    public void findsWhatWasNotAnsweredInTime() {
        var ask = authorize(values().timesOut(), 1000, true);
        var begin = System.nanoTime();
        assertThat(provider().submit(ask)).isInstanceOf(Unknown.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isLessThan(provider().longestCall().plusMillis(500));
        assertThat(provider().find(ask)).get().isInstanceOf(Succeeded.class);
        assertThat(captured("EUR")).isEqualTo(1000);
    }

    @Test
    public void saysWhatWasNotSent() {
        var ask = authorize(values().good(), 1000, true);
        assertThat(unreachable().submit(ask)).isInstanceOf(NotSent.class);
        assertThat(unreachable().find(ask)).get().isInstanceOf(Unknown.class);
    }

    @Test
    public void capturesInPartsAndNeverMoreThanWasAuthorized() {
        var reference = succeeded(provider().submit(authorize(values().good(), 1000, false)));
        assertThat(captured("EUR")).isZero();
        var first = capture(reference, 300, false);
        succeeded(provider().submit(first));
        assertThat(provider().find(first)).get().isInstanceOf(Succeeded.class);
        assertThat(provider().submit(capture(reference, 701, false))).isInstanceOf(Declined.class);
        succeeded(provider().submit(capture(reference, 200, true)));
        assertThat(provider().submit(capture(reference, 100, true))).isInstanceOf(Declined.class);
        assertThat(captured("EUR")).isEqualTo(500);
    }

    @Test
    public void givesBackWhatWasAuthorized() {
        var reference = succeeded(provider().submit(authorize(values().good(), 1000, false)));
        var cancel = new Cancel(OperationId.next(), eur(1000), reference);
        succeeded(provider().submit(cancel));
        assertThat(provider().find(cancel)).get().isInstanceOf(Succeeded.class);
        assertThat(provider().submit(capture(reference, 1000, true))).isInstanceOf(Declined.class);
        assertThat(captured("EUR")).isZero();
    }

    @Test
    public void doesNotGiveBackWhatWasCaptured() {
        var reference = succeeded(provider().submit(authorize(values().good(), 1000, true)));
        assertThat(provider().submit(new Cancel(OperationId.next(), eur(1000), reference)))
                .isInstanceOf(Declined.class);
    }

    @Test
    public void refundsInPartsAndNeverMoreThanWasCaptured() {
        var reference = succeeded(provider().submit(authorize(values().good(), 1000, true)));
        var first = refund(reference, 700);
        succeeded(provider().submit(first));
        assertThat(provider().find(first)).get().isInstanceOf(Succeeded.class);
        assertThat(provider().submit(refund(reference, 301))).isInstanceOf(Declined.class);
        succeeded(provider().submit(refund(reference, 300)));
    }

    @Test
    public void endsARefundLater() {
        var good = refund(succeeded(provider().submit(authorize(values().pendingRefund(), 1000, true))), 1000);
        var bad = refund(succeeded(provider().submit(authorize(values().failingRefund(), 1000, true))), 1000);
        for (var refund : List.of(good, bad)) {
            assertThat(provider().submit(refund)).isInstanceOf(Pending.class);
        }
        awaitAnnounced(good, Succeeded.class);
        awaitAnnounced(bad, Declined.class);
        assertThat(provider().find(good)).get().isInstanceOf(Succeeded.class);
        assertThat(provider().find(bad)).get().isInstanceOf(Declined.class);
    }

    @Test
    public void endsAPayoutLater() {
        var good = new PayOut(OperationId.next(), eur(500), values().destination());
        var bad = new PayOut(OperationId.next(), eur(500), values().failingDestination());
        for (var payout : List.of(good, bad)) {
            assertThat(provider().submit(payout)).isInstanceOf(Pending.class);
        }
        awaitAnnounced(good, Succeeded.class);
        awaitAnnounced(bad, Declined.class);
        assertThat(provider().find(good)).get().isInstanceOf(Succeeded.class);
        assertThat(provider().find(bad)).get().isInstanceOf(Declined.class);
    }

    @Test
    public void asksTheCustomer() {
        for (var confirmed : List.of(true, false)) {
            var ask = authorize(values().confirmed(), 1000, true);
            var page = assertThat(provider().submit(ask)).asInstanceOf(
                    InstanceOfAssertFactories.type(ActionRequired.class)).actual();
            assertThat(provider().find(ask)).contains(page);
            answer(page.url(), confirmed);
            awaitAnnounced(ask, confirmed ? Succeeded.class : Declined.class);
            assertThat(provider().find(ask)).get()
                    .isInstanceOf(confirmed ? Succeeded.class : Declined.class);
        }
        assertThat(captured("EUR")).isEqualTo(1000);
    }

    @Test
    public void asksNobodyWhoIsNotThere() {
        assertThat(provider().submit(new Authorize(OperationId.next(), eur(1000), values().confirmed(), true, null)))
                .isInstanceOf(Declined.class);
    }

    @Test
    public void announcesDisputes() {
        var reference = succeeded(provider().submit(authorize(values().disputed(), 1000, true)));
        var opened = awaitDispute(dispute -> dispute.state().equals("needs_response"));
        assertThat(opened.authorization()).isEqualTo(reference);
        assertThat(opened.amount()).isEqualTo(eur(1000));
        loseDispute(opened.dispute());
        var lost = awaitDispute(dispute -> dispute.state().equals("lost"));
        assertThat(lost.dispute()).isEqualTo(opened.dispute());
        assertThat(lost.at()).isAfterOrEqualTo(opened.at());
    }

    /// An announcement means the same whenever it's read, and however often.
    @Test
    public void announcementsDependOnNoOrder() {
        var ask = authorize(values().good(), 1000, false);
        var reference = succeeded(provider().submit(ask));
        succeeded(provider().submit(capture(reference, 1000, true)));
        awaitAnnounced(ask, Succeeded.class);
        var all = List.copyOf(announced());
        var forwards = all.stream().map(this::read).toList();
        assertThat(all.reversed().stream().map(this::read).toList().reversed()).isEqualTo(forwards);
        assertThat(all.stream().map(this::read).toList()).isEqualTo(forwards);
        assertThat(all.stream().map(webhook -> verify(webhook).id()).distinct()).isNotEmpty();
    }

    @Test
    public void believesNothingThatIsForgedOrStale() {
        var ask = authorize(values().good(), 1000, true);
        succeeded(provider().submit(ask));
        awaitAnnounced(ask, Succeeded.class);
        var real = announced().getFirst();
        var now = Instant.now();
        assertThat(verify(signed(real.body(), now)).id()).isEqualTo(verify(real).id());

        refused(new SignedWebhook(real.header(), real.signature(), real.body() + " "));
        refused(new SignedWebhook(real.header(), real.signature().replaceAll("[0-9a-f]{8}$", "00000000"),
                real.body()));
        refused(new SignedWebhook(real.header(), "", real.body()));
        refused(new SignedWebhook("Another-Header", real.signature(), real.body()));
        refused(signed(real.body(), now.minusSeconds(310)));
        refused(signed(real.body(), now.plusSeconds(310)));
        refused(signed("{\"id\": ", now));
        refused(signed("", now));
    }

    @Test
    public void passesOverWhatItDoesNotKnow() {
        var webhook = signed("""
                {"id": "evt_1", "object": "event", "type": "something.new", "created": 1, "data": {"object": \
                {"id": "x", "object": "something"}}}""", Instant.now());
        assertThat(verify(webhook)).isEqualTo(new WebhookReader.Event("evt_1", "something.new"));
        assertThat(read(webhook)).isEqualTo(new Announcement.Ignored("something.new"));
    }

    private Authorize authorize(String method, long amount, boolean capture) {
        return new Authorize(OperationId.next(), eur(amount), method, capture, BACK);
    }

    private static Capture capture(String reference, long amount, boolean last) {
        return new Capture(OperationId.next(), eur(amount), reference, last);
    }

    private static Refund refund(String reference, long amount) {
        return new Refund(OperationId.next(), eur(amount), reference);
    }

    private static Money eur(long amount) {
        return Money.of(amount, "EUR");
    }

    private static String succeeded(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Succeeded.class);
        return ((Succeeded) outcome).reference();
    }

    private void awaitAnnounced(Instruction instruction, Class<? extends Outcome> kind) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(announced().stream().map(this::read))
                .anySatisfy(news -> {
                    assertThat(news).isInstanceOf(Announcement.OperationChanged.class);
                    var changed = (Announcement.OperationChanged) news;
                    assertThat(changed.operation()).isEqualTo(instruction.operation());
                    assertThat(changed.outcome()).isInstanceOf(kind);
                }));
    }

    private Announcement.DisputeChanged awaitDispute(
            Predicate<Announcement.DisputeChanged> condition) {
        return await().atMost(PATIENCE).until(() -> announced().stream().map(this::read)
                .filter(Announcement.DisputeChanged.class::isInstance).map(Announcement.DisputeChanged.class::cast)
                .filter(condition).findFirst(), Optional::isPresent).orElseThrow();
    }

    private WebhookReader.Event verify(SignedWebhook webhook) {
        return reader().verify(webhook.body().getBytes(StandardCharsets.UTF_8),
                name -> name.equalsIgnoreCase(webhook.header()) ? webhook.signature() : null, Instant.now());
    }

    private void refused(SignedWebhook webhook) {
        assertThatThrownBy(() -> verify(webhook)).as(webhook.toString()).isInstanceOf(UnverifiedWebhook.class);
    }

    private Announcement read(SignedWebhook webhook) {
        return reader().read(webhook.body().getBytes(StandardCharsets.UTF_8));
    }

    private WebhookReader reader() {
        return provider().webhooks().orElseThrow();
    }
}
