package io.mainstay.wallets;

import io.mainstay.authorization.OwnedBy;
import io.mainstay.caller.AccountId;
import io.mainstay.idempotency.TwoSteps;
import io.mainstay.ids.TypeId;
import io.mainstay.ledger.Ledger;
import io.mainstay.money.Money;
import io.mainstay.payments.CaptureMethod;
import io.mainstay.payments.Charge;
import io.mainstay.payments.NewPayment;
import io.mainstay.payments.PaidFor;
import io.mainstay.payments.Payments;
import io.mainstay.problem.Refusal;
import io.mainstay.providers.Outcome;
import java.util.Map;
import org.springframework.stereotype.Service;

/// Pays money into one's wallet by a card: a payment whose capture credits the wallet instead of revenue.
@Service
class TopUpWallet {

    private final Payments payments;
    private final Ledger ledger;
    private final WalletSettings settings;

    TopUpWallet(Payments payments, Ledger ledger, WalletSettings settings) {
        this.payments = payments;
        this.ledger = ledger;
        this.settings = settings;
    }

    TwoSteps<Charge, Outcome> of(AccountId account, TopUpRequest request, String path) {
        return payments.collect(() -> terms(account, request), path);
    }

    private NewPayment terms(AccountId account, TopUpRequest request) {
        var amount = request.amount();
        if (amount.amount() > settings.largestTopUp()) {
            var limit = Money.of(settings.largestTopUp(), amount.currency());
            throw new Refusal(WalletProblems.TOP_UP_TOO_LARGE, "At most " + limit + " at once.",
                    Map.of("largest", limit));
        }
        ledger.open(WalletAccounts.of(account, amount.currency()));
        return new NewPayment(new PaidFor(TopUps.PURPOSE, TypeId.next()), new OwnedBy(account, null), amount,
                Money.zero(amount.currency()), null, request.paymentMethod(), CaptureMethod.automatic,
                request.returnUrl());
    }
}
