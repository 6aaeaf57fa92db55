package io.mainstay.disputes;

import io.mainstay.ledger.Ledger;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.Transfer;
import io.mainstay.payments.DisputedPayments;
import io.mainstay.providers.Announcement;
import io.mainstay.providers.AnnouncementHandler;
import io.mainstay.providers.PaymentProviders;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/// Hears from providers of disputes, and posts them to the ledger in one transaction. What comes twice,
/// or after news that are younger, changes nothing; an end that comes first brings the beginning along.
///
/// Opened: Dr dispute_receivable / Cr receivable. Lost: Dr chargeback_loss / Cr dispute_receivable. Won: the opposite of
/// opened. Locks: the dispute, then what is paid for, the payment.
@Component
class LearnOfDisputes implements AnnouncementHandler {

    private static final Logger log = LoggerFactory.getLogger(LearnOfDisputes.class);

    private final DisputeStore disputes;
    private final DisputedPayments payments;
    private final PaymentProviders providers;
    private final Ledger ledger;
    private final MeterRegistry meters;

    LearnOfDisputes(DisputeStore disputes, DisputedPayments payments, PaymentProviders providers, Ledger ledger,
            MeterRegistry meters) {
        this.disputes = disputes;
        this.payments = payments;
        this.providers = providers;
        this.ledger = ledger;
        this.meters = meters;
    }

    /// @throws IllegalStateException if the authorization isn't known: its outcome may be on its way, so it's tried again
    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean learn(String provider, Announcement announcement) {
        if (!(announcement instanceof Announcement.DisputeChanged news)) {
            return false;
        }
        var status = DisputeStatus.of(news.state());
        var payment = payments.authorizedBy(provider, news.authorization()).orElseThrow(
                () -> new IllegalStateException("a dispute about an authorization that isn't known"));
        disputes.add(new Dispute(DisputeId.next(), payment, provider, news.dispute(), news.amount(), news.reason(),
                status, news.at(), news.at())).ifPresentOrElse(this::open, () -> go(provider, news, status));
        return true;
    }

    private void open(Dispute dispute) {
        log.atWarn().addKeyValue("dispute", dispute.id()).addKeyValue("payment", dispute.paymentId())
                .addKeyValue("status", dispute.status()).log("A customer's bank disputes a payment");
        if (dispute.status().isWithdrawn()) {
            withdraw(dispute);
        }
        if (dispute.status().isEnd()) {
            end(dispute);
        }
        count(dispute);
    }

    private void go(String provider, Announcement.DisputeChanged news, DisputeStatus status) {
        var known = disputes.lock(provider, news.dispute());
        if (!known.status().next().contains(status) || news.at().isBefore(known.changedAt())) {
            return;
        }
        var changed = disputes.move(known, status, news.at());
        if (status.isWithdrawn() && !known.status().isWithdrawn()) {
            withdraw(changed);
        }
        if (status.isEnd()) {
            end(changed);
        }
        count(changed);
    }

    private void withdraw(Dispute dispute) {
        ledger.post(Transfer.of("dispute:" + dispute.id(), "Dispute of " + dispute.paymentId())
                .debit(disputed(dispute), dispute.amount()).credit(receivable(dispute), dispute.amount()).balanced());
    }

    private void end(Dispute dispute) {
        switch (dispute.status()) {
            case lost -> {
                payments.lose(dispute.paymentId(), dispute.amount());
                ledger.post(Transfer.of("dispute-lost:" + dispute.id(), "Lost dispute of " + dispute.paymentId())
                        .debit(new LedgerAccount("chargeback_loss", Kind.EXPENSE, dispute.amount().currency()),
                                dispute.amount())
                        .credit(disputed(dispute), dispute.amount()).balanced());
            }
            case won -> ledger.post(Transfer.of("dispute-won:" + dispute.id(), "Won dispute of " + dispute.paymentId())
                    .debit(receivable(dispute), dispute.amount()).credit(disputed(dispute), dispute.amount())
                    .balanced());
            case warningClosed, warningNeedsResponse, warningUnderReview, needsResponse, underReview -> {}
        }
    }

    private void count(Dispute dispute) {
        meters.counter("mainstay.disputes", "status", dispute.status().name()).increment();
    }

    private LedgerAccount receivable(Dispute dispute) {
        return new LedgerAccount(providers.called(dispute.provider()).receivable(), Kind.ASSET,
                dispute.amount().currency());
    }

    private static LedgerAccount disputed(Dispute dispute) {
        return new LedgerAccount("dispute_receivable", Kind.ASSET, dispute.amount().currency());
    }
}
