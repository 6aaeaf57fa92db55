package io.mainstay.auth;

import io.mainstay.problem.HttpProblems;
import io.mainstay.problem.Problems;
import io.mainstay.problem.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/// The passwords that guessers try first; capitals make no difference to them. Only a new password is looked up, so
/// that nobody is locked out by a longer list. Source: NIST SP 800-63B-4, 3.1.1.2.
@Component
class CommonPasswords {

    /// What people put behind a name to make a password of it.
    private static final int MAX_TAIL = 4;
    private static final String PRODUCT = "mainstay";

    private final Set<String> common;

    CommonPasswords() {
        try {
            common = new ClassPathResource("common-passwords.txt").getContentAsString(StandardCharsets.UTF_8).lines()
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /// @param pointer where the password is in the request's body
    /// @throws Refusal `validation-failed` if it is a common one, or little more than the address or the product's name
    void refuse(Password password, EmailAddress email, String pointer) {
        var typed = password.value().toLowerCase(Locale.ROOT);
        if (common.contains(typed)) {
            throw refusal(pointer, "is one of the commonest passwords");
        }
        var mailbox = email.value().substring(0, email.value().indexOf('@'));
        if (typed.equals(email.value()) || isLittleMoreThan(mailbox, typed) || isLittleMoreThan(PRODUCT, typed)) {
            throw refusal(pointer, "must not be made of the e-mail address or the product's name");
        }
    }

    private static boolean isLittleMoreThan(String name, String typed) {
        return typed.startsWith(name) && typed.length() <= name.length() + MAX_TAIL;
    }

    private static Refusal refusal(String pointer, String detail) {
        return new Refusal(HttpProblems.VALIDATION_FAILED, "Choose another password.",
                Map.of("errors", List.of(new Problems.Violation(pointer, detail))));
    }
}
