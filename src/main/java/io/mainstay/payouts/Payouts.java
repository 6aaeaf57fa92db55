package io.mainstay.payouts;

import io.mainstay.caller.AccountId;
import io.mainstay.ledger.Holds;
import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.LedgerOwner;
import io.mainstay.ledger.Transfer;
import io.mainstay.money.Money;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.Outcome;
import io.mainstay.providers.PaymentProviders;
import io.mainstay.wallets.WalletAccounts;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Withdraws from wallets, in three steps: [#begin] holds the amount and records the intent, [#submit] tells the provider
/// with no transaction open, [#settle] records what became of it. Dying between any two leaves a payout that
/// [FollowPayouts] goes on with. Locks: the payout, then the ledger's.
@Service
class Payouts {

    private static final Logger log = LoggerFactory.getLogger(Payouts.class);

    /// Longer than any bank takes; a payout's end resolves its hold long before.
    private static final Duration HELD_FOR = Duration.ofDays(365);

    private final PayoutStore store;
    private final Holds holds;
    private final Ledger ledger;
    private final PaymentProviders providers;
    private final PayoutSettings settings;
    private final Clock clock;

    Payouts(PayoutStore store, Holds holds, Ledger ledger, PaymentProviders providers, PayoutSettings settings,
            Clock clock) {
        this.store = store;
        this.holds = holds;
        this.ledger = ledger;
        this.providers = providers;
        this.settings = settings;
        this.clock = clock;
    }

    /// @throws Refusal `insufficient-funds` (409)
    @Transactional(propagation = Propagation.MANDATORY)
    public Payout begin(AccountId account, Money amount, String destination) {
        var provider = providers.standard();
        var id = PayoutId.next();
        var wallet = WalletAccounts.of(account, amount.currency());
        ledger.open(wallet);
        // the provider pays it out of what it owes us
        var receivable = new LedgerAccount(provider.receivable(), Kind.ASSET, amount.currency());
        var hold = holds.hold(Transfer.of("payout:" + id, "Payout").orderedBy(LedgerOwner.of(account))
                .debit(wallet, amount).credit(receivable, amount).balanced(), clock.instant().plus(HELD_FOR));
        return store.add(id, account, amount, destination, provider.name(), hold, settings.grace());
    }

    /// Takes up to [io.mainstay.providers.PaymentProvider#longestCall] and never throws.
    @Transactional(propagation = Propagation.NEVER)
    public Outcome submit(Payout payout) {
        var provider = providers.called(payout.provider());
        // one that was held up for longer may have been given up already
        return clock.instant().isAfter(payout.createdAt().plus(settings.grace()).minus(provider.longestCall()))
                ? new Outcome.NotSent("held up for too long to be sent")
                : provider.submit(payout.instruction());
    }

    /// Records what became of it, in the caller's transaction. Does nothing if somebody knew better before.
    ///
    /// @throws java.util.NoSuchElementException if there is no such payout
    @Transactional(propagation = Propagation.MANDATORY)
    public Payout settle(PayoutId id, Outcome outcome) {
        var payout = store.lock(id).orElseThrow();
        return switch (outcome) {
            case Outcome.Succeeded(String reference) -> switch (payout.status()) {
                case pending, inTransit -> paid(payout, reference);
                case failed -> paidInVain(payout);
                case paid, reversed -> payout;
            };
            case Outcome.Pending(String reference) -> switch (payout.status()) {
                case pending, inTransit ->
                    store.move(payout, PayoutStatus.inTransit, pause(payout), reference, null, null);
                case paid, failed, reversed -> payout;
            };
            case Outcome.Declined(String code) -> switch (payout.status()) {
                case pending, inTransit -> failed(payout, code);
                case paid -> reversed(payout, code);
                case failed, reversed -> payout;
            };
            case Outcome.NotSent _ -> payout.status() == PayoutStatus.pending ? failed(payout, "not_sent") : payout;
            case Outcome.ActionRequired _,Outcome.Unknown _ -> payout.status().isOpen()
                    ? store.move(payout, payout.status(), pause(payout), null, null, null)
                    : payout;
        };
    }

    private Payout paid(Payout payout, String reference) {
        var underWay = payout.status() == PayoutStatus.pending
                ? store.move(payout, PayoutStatus.inTransit, pause(payout), reference, null, null)
                : payout;
        return store.move(underWay, PayoutStatus.paid, null, reference, null, holds.post(payout.hold()));
    }

    /// It was given up and its hold released: the owner may have both.
    private static Payout paidInVain(Payout payout) {
        log.atError().addKeyValue("payout", payout.id()).log("A payout was paid that had failed: a person has to look");
        return payout;
    }

    private Payout failed(Payout payout, String code) {
        var _ = holds.release(payout.hold());
        return store.move(payout, PayoutStatus.failed, null, null, code, null);
    }

    /// The bank has sent it back.
    private Payout reversed(Payout payout, String code) {
        var posted = Objects.requireNonNull(payout.posted());
        var _ = ledger.reverse(posted, "Payout came back");
        return store.move(payout, PayoutStatus.reversed, null, null, code, null);
    }

    private Duration pause(Payout payout) {
        return settings.pauseAfter(payout.checks());
    }
}
