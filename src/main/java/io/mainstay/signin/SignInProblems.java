package io.mainstay.signin;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// The problems of signing in with another provider.
final class SignInProblems {

    static final ProblemType REFUSED = new ProblemType("sign-in-refused", HttpStatus.UNAUTHORIZED,
            "The provider's answer is not acceptable", "Start again; what the provider sent does not belong together.");
    static final ProblemType NOT_LINKED = new ProblemType("sign-in-not-linked", HttpStatus.CONFLICT,
            "No account is linked to this identity",
            "Log in to the account in another way and link the identity there, or register.");
    static final ProblemType LINKED_ELSEWHERE = new ProblemType("sign-in-linked-elsewhere", HttpStatus.CONFLICT,
            "The identity or the account is linked already", "Remove the link that there is first.");

    private SignInProblems() {}
}
