package io.mainstay.wallets;

import io.mainstay.caller.AccountId;
import io.mainstay.ledger.LedgerAccount;
import io.mainstay.ledger.LedgerAccount.Kind;
import io.mainstay.ledger.LedgerOwner;

/// The accounts of the ledger that wallets are made of.
public final class WalletAccounts {

    static final String WALLET = "wallet";
    static final String CLEARING = "wallet_clearing";

    private WalletAccounts() {}

    /// What the platform owes somebody in a currency: a guarded account, with a floor of zero.
    public static LedgerAccount of(AccountId owner, String currency) {
        return LedgerAccount.of(LedgerOwner.of(owner), WALLET, currency);
    }

    /// What wallets have given to payments and payments have not taken yet: zero once both sides are posted.
    static LedgerAccount clearing(String currency) {
        return new LedgerAccount(CLEARING, Kind.ASSET, currency);
    }
}
