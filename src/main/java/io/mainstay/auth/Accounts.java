package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/// What other modules may ask about accounts.
@Service
public class Accounts {

    private final AccountStore accounts;
    private final PasswordHashing hashing;
    private final TransactionTemplate transaction;

    Accounts(AccountStore accounts, PasswordHashing hashing, TransactionTemplate transaction) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.transaction = transaction;
    }

    /// One read of the account's row. Empty for an account that doesn't exist.
    public Optional<Contact> contact(AccountId id) {
        return accounts.find(id).map(account -> new Contact(account.email(), account.name()));
    }

    /// One read for all of them; those that don't exist are left out.
    ///
    /// @param ids at most a page of them
    public Map<AccountId, Contact> contacts(Collection<AccountId> ids) {
        return accounts.findAll(ids).stream()
                .collect(Collectors.toMap(Account::id, account -> new Contact(account.email(), account.name())));
    }

    /// Whose confirmed mailbox this is. Empty for anything else, what is no address included.
    public Optional<AccountId> withEmail(String email) {
        try {
            return accounts.login(EmailAddress.of(email)).filter(AccountStore.Login::verified)
                    .map(AccountStore.Login::id);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// An account that can log in at once, for demonstration data: no mail is sent. If the address has one already, that
    /// one is returned as it is. Hashes a password: call it outside of transactions.
    ///
    /// @throws IllegalArgumentException if a value is none that a person could register with
    public AccountId createVerified(String email, String password, String name) {
        var address = EmailAddress.of(email);
        var existing = accounts.login(address);
        if (existing.isPresent()) {
            return existing.get().id();
        }
        var hash = hashing.hash(Password.of(password));
        return transaction.execute(_ -> {
            var id = AccountId.next();
            if (accounts.add(id, address, DisplayName.of(name), hash)) {
                accounts.markVerified(id);
                return id;
            }
            // another instance came first
            return accounts.login(address).orElseThrow().id();
        });
    }
}
