package io.mainstay.wallets;

import static org.assertj.core.api.Assertions.assertThat;

import io.mainstay.ApiClient;
import io.mainstay.ApiClient.Session;
import io.mainstay.IntegrationTest;
import io.mainstay.ledger.Balances;
import io.mainstay.ledger.Ledger;
import io.mainstay.money.Money;
import io.mainstay.providers.Instruction;
import io.mainstay.providers.OperationId;
import io.mainstay.providers.Outcome;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/// A wallet does what a card does: the steps, their repeats, and what is refused.
@IntegrationTest
class WalletProviderIT {

    @Autowired
    ApiClient api;
    @Autowired
    Ledger ledger;
    @Autowired
    Balances balances;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    WalletProvider provider;

    private Session person;

    @BeforeEach
    void somebodyWithMoney() {
        person = api.signedUp();
        new Purse(ledger, transaction).fill(person.id(), eur(1000));
    }

    @Test
    void holdsThenPosts() {
        var authorize = authorize(600, false);
        var authorization = reference(provider.submit(authorize));
        assertWallet(400, 600);

        assertThat(provider.submit(capture(authorization, 500))).isInstanceOf(Outcome.Succeeded.class);
        assertWallet(500, 0);
        assertThat(provider.submit(capture(authorization, 100))).isEqualTo(new Outcome.Declined("hold_resolved"));
        assertWallet(500, 0);
    }

    @Test
    void takesTheWholeAmountAtOnce() {
        var authorization = reference(provider.submit(authorize(1000, true)));
        assertWallet(0, 0);

        assertThat(provider.submit(new Instruction.Refund(OperationId.next(), eur(300), authorization)))
                .isInstanceOf(Outcome.Succeeded.class);
        assertWallet(300, 0);
    }

    @Test
    void givesBackWhatIsNotWanted() {
        var authorization = reference(provider.submit(authorize(600, false)));
        var cancel = new Instruction.Cancel(OperationId.next(), eur(600), authorization);

        assertThat(provider.submit(cancel)).isInstanceOf(Outcome.Succeeded.class).isEqualTo(provider.submit(cancel));
        assertWallet(1000, 0);
    }

    @Test
    void doesEachStepOnceHoweverOftenItIsAsked() {
        var authorize = authorize(200, false);
        assertThat(provider.find(authorize)).isEmpty();
        var first = provider.submit(authorize);
        assertThat(provider.submit(authorize)).isEqualTo(first);
        assertThat(provider.find(authorize)).contains(first);
        assertWallet(800, 200);

        var capture = capture(reference(first), 200);
        assertThat(provider.find(capture)).isEmpty();
        var captured = provider.submit(capture);
        assertThat(provider.submit(capture)).isEqualTo(captured);
        assertThat(provider.find(capture)).contains(captured);

        var refund = new Instruction.Refund(OperationId.next(), eur(50), reference(first));
        var refunded = provider.submit(refund);
        assertThat(provider.submit(refund)).isEqualTo(refunded);
        assertThat(provider.find(refund)).contains(refunded);
        assertWallet(850, 0);
    }

    @Test
    void neverPaysMoreThanThereIs() throws Exception {
        var attempts = new ArrayList<Callable<Outcome>>();
        for (var buyer = 0; buyer < 10; buyer++) {
            attempts.add(() -> provider.submit(authorize(300, true)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = threads.invokeAll(attempts).stream().map(future -> {
                try {
                    return future.get();
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }).toList();
            assertThat(outcomes).filteredOn(Outcome.Succeeded.class::isInstance).hasSize(3);
            assertThat(outcomes).filteredOn(outcome -> outcome.equals(new Outcome.Declined("insufficient_funds")))
                    .hasSize(7);
        }
        assertWallet(100, 0);
    }

    @Test
    void declinesWhatIsNoWallet() {
        for (var method : new String[]{"", "tok_4242", "account_", "order_01h455vb4pex5vsknk084sn02q"}) {
            assertThat(provider.submit(new Instruction.Authorize(OperationId.next(), eur(1), method, true, null)))
                    .isEqualTo(new Outcome.Declined("invalid_payment_method"));
        }
        assertThat(provider.submit(capture("nonsense", 1))).isEqualTo(new Outcome.Declined("invalid_payment_method"));
        assertThat(provider.submit(new Instruction.PayOut(OperationId.next(), eur(1), "bank")))
                .isInstanceOf(Outcome.Declined.class);
    }

    private Instruction.Authorize authorize(long amount, boolean capture) {
        return new Instruction.Authorize(OperationId.next(), eur(amount), person.id().toString(), capture, null);
    }

    private static Instruction.Capture capture(String authorization, long amount) {
        return new Instruction.Capture(OperationId.next(), eur(amount), authorization, true);
    }

    private static String reference(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded) outcome).reference();
    }

    private void assertWallet(long available, long held) {
        var balance = Objects.requireNonNull(
                transaction.execute(_ -> balances.of(WalletAccounts.of(person.id(), "EUR")).orElseThrow()));
        assertThat(balance.availableMoney()).isEqualTo(eur(available));
        assertThat(balance.posted().longValueExact()).isEqualTo(available + held);
    }

    private static Money eur(long amount) {
        return Money.of(amount, "EUR");
    }
}
