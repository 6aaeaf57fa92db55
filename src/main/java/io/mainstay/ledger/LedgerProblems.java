package io.mainstay.ledger;

import io.mainstay.problem.ProblemType;
import org.springframework.http.HttpStatus;

/// What can be wrong with a transfer.
public final class LedgerProblems {

    public static final ProblemType INSUFFICIENT_FUNDS = new ProblemType("insufficient-funds", HttpStatus.CONFLICT,
            "An account would go below its floor", "Read the account: what is held on it isn't available.");
    public static final ProblemType REFERENCE_USED = new ProblemType("reference-used", HttpStatus.CONFLICT,
            "A transfer with this reference was posted", "Find it by its reference; it may be this one.");
    public static final ProblemType HOLD_RESOLVED = new ProblemType("hold-resolved", HttpStatus.CONFLICT,
            "The hold was posted or voided, or has expired", "Read the transfer to see what became of it.");
    public static final ProblemType HOLD_EXPIRED = new ProblemType("hold-expired", HttpStatus.CONFLICT,
            "The hold's time is over", "Hold the amount anew, or do without.");
    public static final ProblemType NOT_A_HOLD = new ProblemType("not-a-hold", HttpStatus.CONFLICT,
            "The transfer holds nothing", "Only a transfer with the status pending can be posted or voided.");
    public static final ProblemType HOLD_EXCEEDED = new ProblemType("hold-exceeded", HttpStatus.UNPROCESSABLE_CONTENT,
            "More would be posted than is held", "Post at most what the hold's entries say.");
    public static final ProblemType PART_UNCLEAR = new ProblemType("part-unclear", HttpStatus.UNPROCESSABLE_CONTENT,
            "The hold has more than two entries", "Say for each of its accounts how much to post.");
    public static final ProblemType ALREADY_REVERSED = new ProblemType("already-reversed", HttpStatus.CONFLICT,
            "The transfer was reversed before", "Read the transfer: it names its reversal.");
    public static final ProblemType NOT_REVERSIBLE = new ProblemType("not-reversible", HttpStatus.CONFLICT,
            "The transfer has posted nothing", "Void a hold instead; reverse what was posted.");
    public static final ProblemType BALANCE_OUT_OF_RANGE = new ProblemType("balance-out-of-range", HttpStatus.CONFLICT,
            "A sum would leave 64 bits", "Use smaller amounts.");
    public static final ProblemType UNKNOWN_ACCOUNT = new ProblemType("unknown-account",
            HttpStatus.UNPROCESSABLE_CONTENT, "There is no such account in the ledger",
            "Use the id of an account that is open, with amounts of its currency.");
    public static final ProblemType WRONG_CURRENCY = new ProblemType("wrong-currency",
            HttpStatus.UNPROCESSABLE_CONTENT, "An amount is in another currency than its account",
            "Send the amount in the account's or the hold's currency.");
    public static final ProblemType UNBALANCED = new ProblemType("transfer-unbalanced",
            HttpStatus.UNPROCESSABLE_CONTENT, "Debits and credits differ",
            "Per currency the debits must be as much as the credits.");

    private LedgerProblems() {}
}
