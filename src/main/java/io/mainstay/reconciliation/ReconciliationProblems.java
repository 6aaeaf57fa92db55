package io.mainstay.reconciliation;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with reconciling.
final class ReconciliationProblems {

    static final ProblemType ALREADY_RESOLVED = new ProblemType("break-already-resolved", HttpStatus.CONFLICT,
            "The break is resolved already", "Read it: it has its reason.");
    static final ProblemType UNKNOWN_PROVIDER = new ProblemType("unknown-provider", HttpStatus.UNPROCESSABLE_CONTENT,
            "There is no such provider", "Name one of the installation's payment providers.");

    private ReconciliationProblems() {}
}
