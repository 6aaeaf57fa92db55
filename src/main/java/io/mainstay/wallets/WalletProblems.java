package io.mainstay.wallets;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with moving money between wallets. Too little money is the ledger's `insufficient-funds`.
final class WalletProblems {

    static final ProblemType UNKNOWN_RECIPIENT = new ProblemType("unknown-recipient", HttpStatus.UNPROCESSABLE_CONTENT,
            "There is no such recipient", "Ask the recipient for the id of their account.");
    static final ProblemType TO_ONESELF = new ProblemType("transfer-to-oneself", HttpStatus.UNPROCESSABLE_CONTENT,
            "The money would stay where it is", "Name somebody else's account.");

    static final ProblemType TOP_UP_TOO_LARGE = new ProblemType("top-up-too-large", HttpStatus.UNPROCESSABLE_CONTENT,
            "That is too much at once", "Pay in at most what the member largest says.");

    private WalletProblems() {}
}
