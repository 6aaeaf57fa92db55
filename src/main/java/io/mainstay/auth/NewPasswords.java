package io.mainstay.auth;

import io.mainstay.problem.Refusal;
import org.springframework.stereotype.Component;

/// What a password has to pass before it becomes somebody's.
@Component
class NewPasswords {

    private final CommonPasswords common;
    private final BreachedPasswords breached;
    private final PasswordHashing hashing;

    NewPasswords(CommonPasswords common, BreachedPasswords breached, PasswordHashing hashing) {
        this.common = common;
        this.breached = breached;
        this.hashing = hashing;
    }

    /// Call it outside of transactions.
    ///
    /// @param pointer where the password is in the request's body
    /// @throws Refusal `validation-failed` if it's one that guessers know
    String hash(Password password, EmailAddress email, String pointer) {
        common.refuse(password, email, pointer);
        breached.refuse(password, pointer);
        return hashing.hash(password);
    }
}
