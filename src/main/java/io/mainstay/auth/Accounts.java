package io.mainstay.auth;

import io.mainstay.caller.AccountId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Service;

/// Temporary: replaced by the real module.
@Service
public class Accounts {

    private final Map<AccountId, Contact> contacts = new ConcurrentHashMap<>();

    public Optional<Contact> contact(AccountId account) {
        return Optional.ofNullable(contacts.get(account));
    }

    public void put(AccountId account, Contact contact) {
        contacts.put(account, contact);
    }
}
