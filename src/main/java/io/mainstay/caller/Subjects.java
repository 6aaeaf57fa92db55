package io.mainstay.caller;

import java.util.Optional;

/// Knows accounts that rights can be given to. Whoever makes accounts of a kind implements it.
public interface Subjects {

    /// Who acts as an account.
    enum Kind {
        PERSON, PROGRAM
    }

    /// Empty if this kind knows no such account, or it is over.
    Optional<Kind> kindOf(AccountId account);
}
