package io.mainstay.wallets;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.payments.PaymentId;
import io.mainstay.payments.PaymentPurpose;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/// What is paid into wallets: nothing waits for it but the wallet, which gets it as it's captured.
@Component
class TopUps implements PaymentPurpose {

    static final String PURPOSE = "topUp";

    @Override
    public String name() {
        return PURPOSE;
    }

    /// A top-up is nothing but its payment.
    @Override
    public void lock(UUID subject) {}

    @Override
    public boolean isWanted(UUID subject) {
        return true;
    }

    @Override
    public void captured(UUID subject, PaymentId payment) {}

    @Override
    public boolean isPayableAgain() {
        return false;
    }

    @Override
    public Optional<LedgerAccount> creditedTo(OwnedBy payer, String currency) {
        return Optional.of(WalletAccounts.of(payer.account(), currency));
    }
}
